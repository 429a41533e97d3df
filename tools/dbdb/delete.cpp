#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "not_found.hpp"
#include "open.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

ExitCode run_delete(const Call& call) {
    std::string path;
    std::string key;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.required("KEY", key, "The key");
    arguments.spelling(spelling);
    keyspace.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);

    Database database = open_to_write(path, Missing::refuse);
    Transaction transaction = begin(database, write.timeout_seconds);
    if (!keyspace.of(transaction).erase(key)) throw key_not_found(path, key);
    write.commit(transaction);
    return ExitCode::done;
}

}  // namespace dbdb::tool
