#include "arguments.hpp"
#include "open.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_repair_indexes(const Call& call) {
    std::string path;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    write.add_to(arguments);
    arguments.parse(call.words);

    Database database = open_to_write(path, Missing::refuse);
    Writing writing = begin(database, write.timeout_seconds);
    const std::uint64_t repaired = writing->repair_indexes();
    if (repaired > 0) write.commit(writing);
    call.output.write(std::to_string(repaired) + "\n");
    return ExitCode::done;
}

}  // namespace

constinit const Verb repair_indexes_verb{
    .name = "repair-indexes",
    .summary = "Make wrong indexes anew",
    .examples = "dbdb repair-indexes shop.db",
    .notes =
        "Makes the indexes of expiries and tags anew where they do not name what the entries have, "
        "as verify tells, and says in how many keyspaces that was so.",
    .run = run_repair_indexes,
};

}  // namespace dbdb::tool
