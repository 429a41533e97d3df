#include "dbdb/value.hpp"

#include "arguments.hpp"
#include "input.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "output.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

std::string read_value() {
    Input input("-");
    if (input.is_terminal()) write_error("reading the value; end it with Ctrl-D\n");
    return input.read_all();
}

}  // namespace

ExitCode run_set(const Call& call) {
    std::string path;
    std::string key;
    std::string value;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database; made when it is missing");
    arguments.required("KEY", key, "The key");
    arguments.required("VALUE", value, "The value; - reads it from standard input");
    arguments.spelling(spelling);
    bool value_json = false;
    arguments.flag("--value-json", value_json, "Take VALUE as JSON; store it self-describing");
    keyspace.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);
    value = value == "-" ? read_value() : decode_argument("VALUE", value, spelling);
    if (value_json) value = Value::from_json(value).encode();

    Database database = open_to_write(path, Missing::make);
    Transaction transaction = begin(database, write.timeout_seconds);
    keyspace.of(transaction).set(key, value);
    write.commit(transaction);
    return ExitCode::done;
}

}  // namespace dbdb::tool
