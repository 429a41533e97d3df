#include "arguments.hpp"
#include "open.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_sweep(const Call& call) {
    std::string path;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.parse(call.words);

    Database database = open_to_write(path, Missing::refuse);
    call.output.write(std::to_string(database.sweep()) + "\n");
    return ExitCode::done;
}

}  // namespace

constinit const Verb sweep_verb{
    .name = "sweep",
    .summary = "Remove what has expired",
    .examples = "dbdb sweep sessions.db",
    .notes =
        "From all keyspaces; tells how many entries that were. Nobody sees them before that "
        "either; each commit removes some by itself.",
    .needs_turn = true,
    .run = run_sweep,
};

}  // namespace dbdb::tool
