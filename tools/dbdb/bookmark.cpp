#include "arguments.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "text/escape.hpp"
#include "text/json_object.hpp"
#include "time_text.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

struct BookmarkArguments {
    std::string path{};
    std::string name{};
    std::string commit = "HEAD";
    bool erases = false;
    bool json = false;
    WriteArguments write{};

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.optional("NAME", name, "The bookmark; without it all are listed");
        arguments.optional("COMMIT", commit, "The commit: a number, HEAD or a bookmark (HEAD)");
        arguments.flag("--delete", erases, "Remove the bookmark");
        arguments.flag("--json", json, "List as a JSON object on each line");
        write.add_to(arguments);
        arguments.parse(call.words);
        if (erases && name.empty())
            throw Failure(ExitCode::wrong_arguments, "--delete needs the name of a bookmark");
    }
};

void write_json(const BookmarkInfo& bookmark, Output& output) {
    text::JsonObject object(output.writer());
    object.bytes("bookmark", bookmark.name);
    object.number("commit", bookmark.commit);
    object.bytes("time", time_text(bookmark.time));
    object.end();
    output.write("\n");
}

void list(const BookmarkArguments& arguments, Output& output) {
    for (const BookmarkInfo& bookmark :
         present_snapshot(open_to_read(arguments.path)).bookmarks()) {
        if (arguments.json) {
            write_json(bookmark, output);
        } else {
            output.write(bookmark.name + "\t" + std::to_string(bookmark.commit) + "\n");
        }
    }
}

void change(const BookmarkArguments& arguments) {
    Database database = open_to_write(arguments.path, Missing::refuse);
    Writing writing = begin(database, arguments.write.timeout_seconds);
    if (!arguments.erases) {
        writing->set_bookmark(arguments.name,
                              snapshot_named(database, arguments.commit).commit_id());
    } else if (!writing->erase_bookmark(arguments.name)) {
        throw Failure(ExitCode::not_found,
                      arguments.path + ": bookmark not found: " + text::quoted(arguments.name));
    }
    arguments.write.commit(writing);
}

ExitCode run_bookmark(const Call& call) {
    BookmarkArguments arguments;
    arguments.parse(call);
    if (arguments.name.empty()) {
        list(arguments, call.output);
    } else {
        change(arguments);
    }
    return ExitCode::done;
}

}  // namespace

constinit const Verb bookmark_verb{
    .name = "bookmark",
    .summary = "Name a commit, or list the names",
    .examples =
        "dbdb bookmark shop.db before-import\n"
        "dbdb bookmark shop.db before-import 17\n"
        "dbdb bookmark shop.db\n"
        "dbdb bookmark shop.db before-import --delete",
    .notes = "Names a commit, or moves the name to it. Without NAME lists names and commits.",
    .exit_codes = "3 there is no such commit or bookmark",
    .run = run_bookmark,
};

}  // namespace dbdb::tool
