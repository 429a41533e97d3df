#include "arguments.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

ExitCode run_revert(const Call& call) {
    std::string path;
    std::string commit;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.required("COMMIT", commit, "A number, HEAD or a bookmark");
    write.add_to(arguments);
    arguments.parse(call.words);

    Database database = open_to_write(path, Missing::refuse);
    Transaction transaction = begin(database, write.timeout_seconds);
    transaction.revert(snapshot_named(database, commit).commit_id());
    write.commit(transaction);
    return ExitCode::done;
}

}  // namespace dbdb::tool
