#include "dbdb/feed.hpp"

#include <algorithm>
#include <atomic>
#include <string>
#include <utility>

#include "dbdb/error.hpp"

#include "database/history_search.hpp"
#include "io/file_watch.hpp"
#include "transaction/fork_count.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"
#include "transaction/world.hpp"

namespace dbdb {

using database::CommitFound;
using database::Version;
using std::chrono::milliseconds;
using std::chrono::steady_clock;
using transaction::Hold;
using transaction::World;

namespace {

/// While it lives, `watch` is called for what this process publishes.
class Listening {
public:
    Listening(std::shared_ptr<World> world, io::FileWatch& watch)
        : world_(std::move(world)), watch_(watch) {
        world_->listeners().add(watch_);
    }

    ~Listening() { world_->listeners().remove(watch_); }

    Listening(const Listening&) = delete;
    Listening& operator=(const Listening&) = delete;

private:
    std::shared_ptr<World> world_;
    io::FileWatch& watch_;
};

std::filesystem::path path_of(const World& world) {
    const auto file = world.published_local_file();
    return file ? file->resolved_path() : std::filesystem::path();
}

bool are_of_one_file(const Version& left, const Version& right) {
    return left.source->identity().file_id == right.source->identity().file_id;
}

[[noreturn]] void throw_given_up(const Version& last) {
    throw Error(Errc::not_found,
                last.source->identity().name + ": commit " + std::to_string(last.id()) +
                    " has been given up by its writer, subscribe anew from an older one");
}

/// What the commit behind `last` is to be compared with. Compaction copies commits into another
/// file and may leave some out, so there `last` itself serves, which the old file still holds.
Snapshot base_for(const Snapshot& last, const CommitFound& found) {
    const Version& given = Hold::version_of(last);
    if (!are_of_one_file(given, found.version)) {
        return found.version.id() == given.id() ? Hold::open(found.version) : last;
    }
    if (found.version.link != given.link) throw_given_up(given);
    return last;
}

steady_clock::time_point deadline_after(milliseconds timeout) {
    const auto now = steady_clock::now();
    const auto rest = std::chrono::floor<milliseconds>(steady_clock::time_point::max() - now);
    return now + std::clamp(timeout, milliseconds(0), rest);
}

}  // namespace

struct Subscription::State {
    State(std::shared_ptr<World> world_given, Snapshot last_given)
        : world(std::move(world_given)),
          forks_when_made(transaction::fork_count()),
          watch(path_of(*world)),
          last(last_given) {}

    void require_own_process() const {
        if (transaction::fork_count() == forks_when_made) return;
        throw Error(Errc::closed,
                    world->name() + ": subscribed before fork(); subscribe anew in the child");
    }

    std::optional<CommitChanges> next() {
        const Snapshot now = world->snapshot();
        if (now.commit_id() <= last.commit_id()) return std::nullopt;
        const CommitFound found = database::find_by_id(Hold::version_of(now), last.commit_id());
        const Snapshot base = base_for(last, found);
        const Snapshot next = Hold::open(*found.next);
        CommitChanges changes{last.commit_id(), next.info(), diff(base, next)};
        last = next;
        return changes;
    }

    std::shared_ptr<World> world;
    const unsigned forks_when_made;
    io::FileWatch watch;
    Snapshot last;
    std::atomic<bool> is_cancelled = false;
};

Subscription::Subscription(std::shared_ptr<transaction::World> world, Snapshot last)
    : state_(std::make_unique<State>(std::move(world), std::move(last))) {}

Subscription::Subscription(Subscription&&) noexcept = default;
Subscription& Subscription::operator=(Subscription&&) noexcept = default;
Subscription::~Subscription() = default;

CommitId Subscription::last() const noexcept { return state_->last.commit_id(); }

void Subscription::cancel() noexcept {
    state_->is_cancelled = true;
    state_->watch.call();
}

std::optional<CommitChanges> Subscription::wait(milliseconds timeout) {
    state_->require_own_process();
    const Listening listening(state_->world, state_->watch);
    const steady_clock::time_point deadline = deadline_after(timeout);
    for (;;) {
        state_->watch.renew();
        if (state_->is_cancelled) return std::nullopt;
        if (auto next = state_->next()) return next;
        const auto rest = deadline - steady_clock::now();
        if (rest <= steady_clock::duration(0)) return std::nullopt;
        state_->watch.wait(std::chrono::ceil<milliseconds>(rest));
    }
}

}  // namespace dbdb
