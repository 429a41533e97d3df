#include <array>
#include <atomic>
#include <csignal>
#include <poll.h>
#include <unistd.h>

#include "dbdb/feed.hpp"

#include "change_style.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

/// How soon it is noticed that nobody reads the output any more.
constexpr std::chrono::milliseconds look_interval{250};

/// What the handlers of signals reach; null outside of `Interruptible`.
std::atomic<Subscription*> interrupted_feed = nullptr;
std::atomic<int> interrupting_signal = 0;

void interrupt(int number) {
    interrupting_signal = number;
    if (Subscription* const feed = interrupted_feed) feed->cancel();
}

/// While it lives, signals that ask the program to end are kept until `end_by_signal`, and end the
/// feed's wait.
class Interruptible {
public:
    explicit Interruptible(Subscription& feed) {
        interrupted_feed = &feed;

        struct sigaction action {};

        action.sa_handler = interrupt;
        action.sa_flags = static_cast<int>(SA_RESETHAND);  // A second one ends at once.
        sigemptyset(&action.sa_mask);
        for (std::size_t index = 0; index < signals.size(); ++index) {
            ::sigaction(signals[index], &action, &former_[index]);
            if (former_[index].sa_handler == SIG_IGN)
                ::sigaction(signals[index], &former_[index], nullptr);
        }
    }

    ~Interruptible() {
        for (std::size_t index = 0; index < signals.size(); ++index)
            ::sigaction(signals[index], &former_[index], nullptr);
        interrupted_feed = nullptr;
    }

    Interruptible(const Interruptible&) = delete;
    Interruptible& operator=(const Interruptible&) = delete;

    static bool is_asked_to_end() { return interrupting_signal != 0; }

private:
    static constexpr std::array signals{SIGINT, SIGTERM, SIGHUP};

    std::array<struct sigaction, signals.size()> former_{};
};

/// Ends as if the signal had not been kept, so that a shell sees what ended the program.
void end_by_signal() {
    if (interrupting_signal == 0) return;
    std::signal(interrupting_signal, SIG_DFL);
    std::raise(interrupting_signal);
}

bool is_output_closed() {
    pollfd output{STDOUT_FILENO, 0, 0};
    return ::poll(&output, 1, 0) == 1 && (output.revents & POLLERR) != 0;
}

struct WatchArguments {
    std::string path{};
    std::optional<std::string> from{};
    std::optional<std::string> keyspace{};
    std::optional<std::string> prefix{};
    ChangeStyle style{};
    bool once = false;

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.option("--from", "REF", from, "Begin behind commit REF, not the newest");
        arguments.option("--keyspace", "NAME", keyspace, "Only this keyspace (all of them)");
        arguments.option("--prefix", "P", prefix, "Only keys that begin with P");
        style.add_to(arguments);
        arguments.flag("--once", once, "End behind the newest commit, do not wait for more");
        arguments.parse(call.words);
        if (prefix) prefix = decode_argument("--prefix", *prefix, style.spelling);
    }

    Subscription feed() const {
        const Database database = open_to_read(path);
        return from ? database.subscribe(snapshot_named(database, *from).commit_id())
                    : database.subscribe();
    }
};

void write_commit(const CommitChanges& news, const WatchArguments& arguments, Output& output) {
    const ChangeWriter writer(arguments.style, output);
    Diff changes = news.changes.prefix(arguments.prefix.value_or(""));
    if (arguments.keyspace) changes = changes.keyspace(*arguments.keyspace);
    for (const Change& change : changes)
        writer.write(change, news.commit.id);
    output.flush();
}

void follow(Subscription& feed, const WatchArguments& arguments, Output& output) {
    const auto timeout = arguments.once ? std::chrono::milliseconds(0) : look_interval;
    while (!Interruptible::is_asked_to_end()) {
        const auto news = feed.wait(timeout);
        if (news) {
            write_commit(*news, arguments, output);
        } else if (arguments.once) {
            return;
        } else if (is_output_closed()) {
            std::raise(SIGPIPE);
        }
    }
}

ExitCode run_watch(const Call& call) {
    WatchArguments arguments;
    arguments.parse(call);
    Subscription feed = arguments.feed();
    {
        const Interruptible interruptible(feed);
        follow(feed, arguments, call.output);
    }
    end_by_signal();
    return ExitCode::done;
}

}  // namespace

constinit const Verb watch_verb{
    .name = "watch",
    .summary = "Show changes as they are committed",
    .examples =
        "dbdb watch people.db\n"
        "dbdb watch people.db --from 17 --json\n"
        "dbdb watch people.db --from 0 --once",
    .notes =
        "Shows each change of each commit once, of whatever process: the commit's "
        "number, then as diff does. Ends by a signal, behind the commit that is being "
        "shown; a second one ends it at once. To go on later, give --from the number "
        "shown last.",
    .exit_codes = "3 there is no commit REF",
    .run = run_watch,
};

}  // namespace dbdb::tool
