#include "shell_commands.hpp"

#include <algorithm>
#include <array>

#include "arguments.hpp"
#include "open.hpp"
#include "output.hpp"
#include "reference.hpp"
#include "session.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

Failure wrong(const std::string& text) { return {ExitCode::wrong_arguments, text}; }

void parse_nothing(const Call& call) { Arguments(call.verb).parse(call.words); }

ExitCode run_begin(const Call& call) {
    std::optional<std::uint64_t> timeout_seconds;
    Arguments arguments(call.verb);
    arguments.number(
        "--timeout", "SECONDS", timeout_seconds, "How long to wait for another writer (30)");
    arguments.parse(call.words);
    Session& session = *present_session();
    if (session.transaction) throw wrong("a transaction has begun already");
    if (session.at) throw wrong("an older commit does not change; go back with: at HEAD");
    session.transaction.emplace(begin_alone(session.database, timeout_seconds));
    return ExitCode::done;
}

/// The transaction, which ends now whatever comes.
Transaction take_transaction() {
    Session& session = *present_session();
    if (!session.transaction) throw wrong("no transaction has begun");
    Transaction transaction = *std::move(session.transaction);
    session.transaction.reset();
    return transaction;
}

ExitCode run_commit(const Call& call) {
    std::optional<std::string> message;
    Arguments arguments(call.verb);
    arguments.option("-m,--message", "TEXT", message, "Kept with the commit, shown by log");
    arguments.parse(call.words);
    const CommitId commit = take_transaction().commit(message.value_or(""));
    if (call.output.is_terminal()) call.output.write("commit " + std::to_string(commit) + "\n");
    return ExitCode::done;
}

ExitCode run_rollback(const Call& call) {
    parse_nothing(call);
    take_transaction().rollback();
    return ExitCode::done;
}

ExitCode run_at(const Call& call) {
    std::optional<std::string> reference;
    Arguments arguments(call.verb);
    arguments.option("REF", "", reference, "N, HEAD~N, @TIME or a bookmark; HEAD for the newest");
    arguments.parse(call.words);
    Session& session = *present_session();
    if (reference) {
        if (session.transaction) throw wrong("commit or roll back first");
        const CommitId commit = snapshot_named(session.database, *reference).commit_id();
        session.at.reset();
        if (*reference != "HEAD") session.at = std::to_string(commit);
    } else {
        call.output.write(session.at.value_or("HEAD") + "\n");
    }
    return ExitCode::done;
}

void switch_on_or_off(const Call& call, bool& target) {
    std::string word;
    Arguments arguments(call.verb);
    arguments.required("SWITCH", word, "on or off");
    arguments.parse(call.words);
    if (word != "on" && word != "off") throw wrong("neither on nor off: " + text::quoted(word));
    target = word == "on";
}

bool unused = false;

/// For the help, which is asked for without a session too.
bool& switch_of(bool Session::*member) {
    Session* const session = present_session();
    return session == nullptr ? unused : session->*member;
}

ExitCode run_timer(const Call& call) {
    switch_on_or_off(call, switch_of(&Session::times));
    return ExitCode::done;
}

ExitCode run_columns(const Call& call) {
    switch_on_or_off(call, switch_of(&Session::aligns));
    return ExitCode::done;
}

ExitCode run_quit(const Call& call) {
    parse_nothing(call);
    present_session()->has_ended = true;
    return ExitCode::done;
}

constexpr Verb begin_command{
    .name = "begin",
    .summary = "Begin a transaction",
    .examples = "begin",
    .notes =
        "What verbs do from now on is seen here alone, and kept all together at commit or "
        "not at all. A verb that fails leaves the transaction as it was before.",
    .exit_codes = "5 another writer has the turn",
    .run = run_begin,
};

constexpr Verb commit_command{
    .name = "commit",
    .summary = "Keep what the transaction did",
    .examples = "commit -m 'prices of May'",
    .run = run_commit,
};

constexpr Verb rollback_command{
    .name = "rollback",
    .summary = "Forget what the transaction did",
    .examples = "rollback",
    .run = run_rollback,
};

constexpr Verb at_command{
    .name = "at",
    .summary = "Read an older commit from now on",
    .examples = "at HEAD~3\nat before-import\nat HEAD",
    .notes = "Without REF tells which commit that is.",
    .exit_codes = "3 there is no such commit",
    .run = run_at,
};

constexpr Verb timer_command{
    .name = "timer",
    .summary = "Tell how long each line took",
    .examples = "timer on",
    .run = run_timer,
};

constexpr Verb columns_command{
    .name = "columns",
    .summary = "On a terminal, put fields below each other",
    .examples = "columns off",
    .run = run_columns,
};

constexpr Verb quit_command{
    .name = "quit",
    .summary = "Leave; a transaction that has begun is forgotten",
    .examples = "quit",
    .run = run_quit,
};

constexpr std::array commands{&begin_command,
                              &commit_command,
                              &rollback_command,
                              &at_command,
                              &timer_command,
                              &columns_command,
                              &quit_command};

}  // namespace

std::span<const Verb* const> shell_commands() { return commands; }

const Verb* shell_command_named(std::string_view name) {
    const auto found = std::ranges::find(commands, name, &Verb::name);
    return found == commands.end() ? nullptr : *found;
}

}  // namespace dbdb::tool
