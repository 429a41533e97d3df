#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "range_arguments.hpp"
#include "record_style.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct ScanArguments {
    std::string path{};
    AtArgument at{};
    RangeArguments range{};
    RecordStyle style{};
    KeyspaceArgument keyspace{};
    bool reverse = false;
    std::optional<std::uint64_t> skip{};
    std::optional<std::uint64_t> limit{};

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        at.add_to(arguments);
        range.add_to(arguments);
        arguments.flag("--reverse", reverse, "Last key first");
        arguments.number("--skip", "N", skip, "Leave out the first N");
        arguments.number("--limit", "N", limit, "Show at most N");
        keyspace.add_to(arguments);
        style.add_to(arguments);
        arguments.pager(call.output);
        arguments.parse(call.words);
    }

    Range entries(const Snapshot& snapshot) const {
        Range entries = range.range_of(snapshot, style.spelling);
        if (reverse) entries = entries.reverse();
        if (skip) entries = entries.skip(*skip);
        if (limit) entries = entries.limit(*limit);
        return entries;
    }
};

ExitCode run_scan(const Call& call) {
    ScanArguments arguments;
    arguments.parse(call);
    arguments.style.path = arguments.path;
    const Snapshot snapshot = arguments.at.snapshot_of(open_to_read(arguments.path));
    const Range entries = arguments.entries(arguments.keyspace.of(snapshot, arguments.path));
    const text::Write write = call.output.writer();
    for (const Entry& entry : entries)
        write_record(entry, arguments.style, write);
    return ExitCode::done;
}

}  // namespace

constinit const Verb scan_verb{
    .name = "scan",
    .summary = "List keys and values in order",
    .examples =
        "dbdb scan people.db --prefix user: --limit 10\n"
        "dbdb scan people.db --from a --to c --keys\n"
        "dbdb scan people.db --reverse --skip 20 --limit 10 --json",
    .notes =
        "A line is the key, a tab and the value. Backslash, tab, newline, carriage "
        "return and NUL are written \\\\ \\t \\n \\r \\0, other control characters and bytes "
        "that are not UTF-8 \\xHH. Of a range the start is part, the end is not. --skip "
        "and --limit count in the order shown.",
    .exit_codes = "3 there is no such keyspace or commit",
    .run = run_scan,
};

}  // namespace dbdb::tool
