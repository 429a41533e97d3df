#include "arguments.hpp"
#include "figure.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_rank(const Call& call) {
    std::string path;
    AtArgument at;
    std::string key;
    text::Spelling spelling = text::Spelling::raw;
    bool json = false;
    KeyspaceArgument keyspace;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    arguments.required("KEY", key, "The key, which need not be there");
    arguments.spelling(spelling);
    arguments.flag("--json", json, "Show a JSON object");
    keyspace.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);

    const Snapshot snapshot = keyspace.of(at.snapshot_of(open_to_read(path)), path);
    write_figure("rank", snapshot.rank(key), json, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb rank_verb{
    .name = "rank",
    .summary = "Tell the place of a key in the order",
    .examples = "dbdb rank people.db ann",
    .notes =
        "The number of smaller keys: what nth takes to find KEY, or where KEY would "
        "stand.",
    .exit_codes = "3 there is no such keyspace or commit",
    .run = run_rank,
};

}  // namespace dbdb::tool
