#include "reference.hpp"

#include "failure.hpp"
#include "number_text.hpp"
#include "session.hpp"
#include "text/escape.hpp"
#include "time_reference.hpp"

namespace dbdb::tool {

namespace {

constexpr std::string_view head = "HEAD";

/// The commit that a bookmark names; empty when there is no bookmark of that name.
std::optional<CommitId> bookmarked_commit(const Database& database, const std::string& name) {
    return database.snapshot().bookmark(name);
}

std::chrono::system_clock::time_point time_of(const std::string& reference) {
    const auto time = time_named(std::string_view(reference).substr(1));
    if (time) return *time;
    throw Failure(ExitCode::wrong_arguments,
                  "not a time: " + text::quoted(reference) +
                      "; write @2026-01-31, @2026-01-31T12:00:00Z or @-1h30m");
}

/// How many commits before the newest, for `HEAD`, `HEAD~` and `HEAD~3`.
std::optional<std::uint64_t> steps_before_head(const std::string& reference) {
    if (reference == head) return 0;
    if (!reference.starts_with(std::string(head) + "~")) return std::nullopt;
    const std::string steps = reference.substr(head.size() + 1);
    return steps.empty() ? 1 : parse_number(reference, steps);
}

Snapshot snapshot_before_head(const Database& database, std::uint64_t steps) {
    if (steps == 0) return database.snapshot();
    const History history = database.history();
    if (steps < history.count()) return history.skip(steps).begin().snapshot();
    throw Failure(ExitCode::not_found,
                  database.name() + ": commit not found: HEAD~" + std::to_string(steps) + " of " +
                      counted(history.count(), "commit"));
}

bool is_number(const std::string& text) {
    return !text.empty() && text.find_first_not_of("0123456789") == std::string::npos;
}

/// For everything but a time.
CommitId id_named(const Database& database, const std::string& reference) {
    if (is_number(reference)) return parse_number("commit", reference);
    if (const auto steps = steps_before_head(reference))
        return snapshot_before_head(database, *steps).commit_id();
    if (const auto id = bookmarked_commit(database, reference)) return *id;
    throw Failure(ExitCode::not_found,
                  database.name() + ": commit not found: " + text::quoted(reference) +
                      "; known are numbers, HEAD, HEAD~3, @TIME and bookmarks");
}

}  // namespace

Snapshot snapshot_named(const Database& database, const std::string& reference) {
    if (reference.starts_with('@')) return database.snapshot_at(time_of(reference));
    if (const auto steps = steps_before_head(reference))
        return snapshot_before_head(database, *steps);
    return database.snapshot_at(id_named(database, reference));
}

Snapshot present_snapshot(const Database& database) {
    const Session* const session = present_session();
    if (session == nullptr) return database.snapshot();
    if (session->at) return snapshot_named(database, *session->at);
    return session->transaction ? session->transaction->freeze() : database.snapshot();
}

History history_since(const Database& database, const std::string& reference) {
    const History history = database.history();
    if (reference.starts_with('@')) return history.since(time_of(reference));
    return history.since(id_named(database, reference));
}

void AtArgument::add_to(Arguments& arguments) {
    arguments.option(
        "--at", "REF", reference, "Read an older commit: N, HEAD~N, @TIME or a bookmark");
}

Snapshot AtArgument::snapshot_of(const Database& database) const {
    return reference ? snapshot_named(database, *reference) : present_snapshot(database);
}

}  // namespace dbdb::tool
