#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "value_argument.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_append(const Call& call) {
    std::string path;
    std::string key;
    ValueArgument value;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database; made when it is missing");
    arguments.required("KEY", key, "The key");
    value.add_to(arguments);
    arguments.spelling(spelling);
    keyspace.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);
    value.open(call.verb, spelling);
    const std::string bytes = value.take_all();

    Database database = open_to_write(path, Missing::make);
    Writing writing = begin(database, write.timeout_seconds);
    keyspace.of(*writing).append(key, bytes);
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb append_verb{
    .name = "append",
    .summary = "Add bytes to the end of a value",
    .examples =
        "dbdb append notes.db today 'one more line'\n"
        "date | dbdb append notes.db log -",
    .notes = "A missing value is empty. Each append is a commit, and writes the whole value anew.",
    .run = run_append,
};

}  // namespace dbdb::tool
