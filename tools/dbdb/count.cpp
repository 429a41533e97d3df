#include "arguments.hpp"
#include "figure.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "range_arguments.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_count(const Call& call) {
    std::string path;
    AtArgument at;
    RangeArguments range;
    text::Spelling spelling = text::Spelling::raw;
    bool json = false;
    KeyspaceArgument keyspace;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    range.add_to(arguments);
    arguments.spelling(spelling);
    arguments.flag("--json", json, "Show a JSON object");
    keyspace.add_to(arguments);
    arguments.parse(call.words);

    const Snapshot snapshot = keyspace.of(at.snapshot_of(open_to_read(path)), path);
    write_figure("count", range.range_of(snapshot, spelling).count(), json, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb count_verb{
    .name = "count",
    .summary = "Count keys",
    .examples =
        "dbdb count people.db\n"
        "dbdb count people.db --prefix user:\n"
        "dbdb count people.db --from a --to c",
    .exit_codes = "3 there is no such keyspace or commit",
    .run = run_count,
};

}  // namespace dbdb::tool
