#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "record_style.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_nth(const Call& call) {
    std::string path;
    AtArgument at;
    std::string index_text;
    RecordStyle style;
    KeyspaceArgument keyspace;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    arguments.required("N", index_text, "How many keys are smaller");
    style.add_to(arguments);
    keyspace.add_to(arguments);
    arguments.parse(call.words);
    style.path = path;
    const std::uint64_t index = parse_number("N", index_text);

    const Snapshot snapshot = keyspace.of(at.snapshot_of(open_to_read(path)), path);
    const std::optional<Entry> entry = snapshot.nth(index);
    if (!entry)
        throw Failure(ExitCode::not_found,
                      path + ": entry not found: " + std::to_string(index) + " of " +
                          std::to_string(snapshot.size()) + " (the first is 0)");
    write_record(*entry, style, call.output.writer());
    return ExitCode::done;
}

}  // namespace

constinit const Verb nth_verb{
    .name = "nth",
    .summary = "Show the entry at a place in the order",
    .examples =
        "dbdb nth people.db 0\n"
        "dbdb nth people.db 1000 --json",
    .notes = "N counts from 0 in the order of keys.",
    .exit_codes = "3 there are no more than N keys, or no such keyspace or commit",
    .run = run_nth,
};

}  // namespace dbdb::tool
