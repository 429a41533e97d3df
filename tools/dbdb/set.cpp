#include "dbdb/value.hpp"

#include "arguments.hpp"
#include "condition_arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "value_argument.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

ExitCode run_set(const Call& call) {
    std::string path;
    std::string key;
    ValueArgument value;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    ConditionArguments conditions;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database; made when it is missing");
    arguments.required("KEY", key, "The key");
    value.add_to(arguments);
    arguments.spelling(spelling);
    bool value_json = false;
    arguments.flag("--value-json", value_json, "Take VALUE as JSON; store it self-describing");
    keyspace.add_to(arguments);
    conditions.add_all_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);
    value.open(call.verb, spelling);
    std::optional<std::string> encoded;
    if (value_json) encoded = Value::from_json(value.take_all()).encode();

    Database database = open_to_write(path, Missing::make);
    const auto condition = conditions.condition(database, spelling);
    Transaction transaction = begin(database, write.timeout_seconds);
    Keyspace target = keyspace.of(transaction);
    if (condition && !target.meets(key, *condition)) throw condition_false(path, key);
    encoded ? target.set(key, *encoded) : value.set(target, key);
    write.commit(transaction);
    return ExitCode::done;
}

}  // namespace dbdb::tool
