#include "arguments.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "size_text.hpp"
#include "text/escape.hpp"
#include "text/json_object.hpp"
#include "time_text.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

void write_line(const CommitInfo& commit, Output& output) {
    output.write(std::to_string(commit.id) + "\t" + time_text(commit.time) + "\t" +
                 std::to_string(commit.entries) + "\t" + std::to_string(commit.appended_bytes) +
                 "\t" + text::escaped(commit.message) + "\n");
}

void write_line_for_people(const CommitInfo& commit, Output& output) {
    output.write(std::to_string(commit.id) + "\t" + local_time_text(commit.time) + "\t" +
                 std::to_string(commit.entries) + "\t" + size_text(commit.appended_bytes) + "\t" +
                 text::escaped(commit.message) + "\n");
}

void write_json(const CommitInfo& commit, Output& output) {
    text::JsonObject object(output.writer());
    object.number("commit", commit.id);
    object.bytes("time", time_text(commit.time));
    object.number("entries", commit.entries);
    object.number("live_bytes", commit.live_bytes);
    object.number("appended_bytes", commit.appended_bytes);
    object.bytes("message", commit.message);
    object.end();
    output.write("\n");
}

ExitCode run_log(const Call& call) {
    std::string path;
    std::optional<std::uint64_t> limit;
    std::optional<std::string> since;
    bool json = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.number("--limit", "N", limit, "Show at most N");
    arguments.option("--since", "REF", since, "Only commits after commit REF, or after @TIME");
    arguments.flag("--json", json, "Show a JSON object on each line");
    arguments.pager(call.output);
    arguments.parse(call.words);

    const Database database = open_to_read(path);
    const auto write_text = call.output.is_terminal() ? write_line_for_people : write_line;
    const auto write = json ? write_json : write_text;
    const History history = since ? history_since(database, *since) : database.history();
    for (const CommitInfo& commit : history.limit(limit.value_or(history.count())))
        write(commit, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb log_verb{
    .name = "log",
    .summary = "List commits, newest first",
    .examples =
        "dbdb log people.db\n"
        "dbdb log people.db --limit 5 --json\n"
        "dbdb log people.db --since @-1d\n"
        "dbdb log people.db --since HEAD~3",
    .notes =
        "Commits, newest first: number, time, entries, bytes appended, message. On a terminal "
        "times are those of the system's zone, and sizes are rounded; else times are in UTC and "
        "sizes exact.",
    .exit_codes = "3 there is no commit REF",
    .run = run_log,
};

}  // namespace dbdb::tool
