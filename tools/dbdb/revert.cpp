#include "arguments.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

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
    Writing writing = begin(database, write.timeout_seconds);
    writing->revert(snapshot_named(database, commit).commit_id());
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb revert_verb{
    .name = "revert",
    .summary = "Go back to an earlier commit",
    .examples =
        "dbdb revert shop.db 17\n"
        "dbdb revert shop.db before-import",
    .notes =
        "A new commit that holds what COMMIT held, in all keyspaces; bookmarks stay as "
        "they are.",
    .exit_codes = "3 there is no such commit",
    .run = run_revert,
};

}  // namespace dbdb::tool
