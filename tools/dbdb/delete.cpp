#include "arguments.hpp"
#include "condition_arguments.hpp"
#include "keyspace_argument.hpp"
#include "not_found.hpp"
#include "open.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_delete(const Call& call) {
    std::string path;
    std::string key;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    ConditionArguments conditions;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.required("KEY", key, "The key");
    arguments.spelling(spelling);
    keyspace.add_to(arguments);
    conditions.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);

    Database database = open_to_write(path, Missing::refuse);
    const auto condition = conditions.condition(database, spelling);
    Writing writing = begin(database, write.timeout_seconds);
    Keyspace target = keyspace.of(*writing);
    if (!target.contains(key)) throw key_not_found(path, key);
    if (condition && !target.meets(key, *condition)) throw condition_false(path, key);
    target.erase(key);
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb delete_verb{
    .name = "delete",
    .summary = "Remove a key",
    .examples =
        "dbdb delete people.db ann\n"
        "dbdb delete people.db ann --if-value 'Ann Lee'\n"
        "dbdb delete people.db --hex 00ff",
    .notes = "Each delete is a commit.",
    .exit_codes =
        "3 there is no such key or keyspace\n"
        "4 the condition does not hold: nothing is changed",
    .may_follow_file = true,
    .run = run_delete,
};

}  // namespace dbdb::tool
