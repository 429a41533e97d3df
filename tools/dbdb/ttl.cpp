#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "not_found.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_ttl(const Call& call) {
    std::string path;
    std::string key;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.required("KEY", key, "The key");
    arguments.spelling(spelling);
    keyspace.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);

    const Snapshot snapshot = keyspace.of(present_snapshot(open_to_read(path)), path);
    const auto left = snapshot.ttl(key);
    if (!left && !snapshot.contains(key)) throw key_not_found(path, key);
    call.output.write(left ? std::to_string(left->count()) + "ms\n" : "stays\n");
    return ExitCode::done;
}

}  // namespace

constinit const Verb ttl_verb{
    .name = "ttl",
    .summary = "Tell how long an entry has to live",
    .examples = "dbdb ttl sessions.db ann",
    .notes = "In milliseconds, or: stays.",
    .exit_codes = "3 there is no such key or keyspace",
    .run = run_ttl,
};

}  // namespace dbdb::tool
