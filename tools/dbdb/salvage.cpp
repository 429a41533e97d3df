#include "dbdb/salvage.hpp"

#include "arguments.hpp"
#include "errors.hpp"
#include "key_range.hpp"
#include "number_text.hpp"
#include "text/escape.hpp"
#include "text/json_array.hpp"
#include "text/json_object.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct SalvageArguments {
    std::string path{};
    std::string target{};
    bool from_older = false;
    bool json = false;

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The damaged database; not changed");
        arguments.required("OUT", target, "The file to write; must not exist");
        arguments.flag("--older", from_older, "Take lost keys from older commits");
        arguments.flag("--json", json, "Show a JSON object");
        arguments.parse(call.words);
    }
};

SalvageReport salvage(const SalvageArguments& arguments) {
    try {
        return dbdb::salvage(
            arguments.path, arguments.target, {.from_older = arguments.from_older});
    } catch (const Error& error) {
        if (error.errc() == Errc::invalid) throw Failure(ExitCode::wrong_arguments, error.what());
        if (error.errc() == Errc::corrupt)
            throw Failure(ExitCode::damage,
                          error.what() + std::string("; no commit could be found in it"));
        throw opening_failure(arguments.path, error);
    }
}

std::string about_older(const LostKeys& lost, bool from_older) {
    if (!lost.older_commit) return "; no older commit has them all";
    return "; commit " + std::to_string(*lost.older_commit) + " has " +
           counted(lost.older_entries, "key") + " there" + (from_older ? ", taken" : "");
}

std::string line_of(const LostKeys& lost, bool from_older) {
    const std::string place =
        lost.keyspace.empty() ? "" : " of keyspace " + text::quoted(lost.keyspace);
    return "lost: " + text_of(lost.keys) + place + ": " + text::escaped(lost.text) +
           about_older(lost, from_older) + "\n";
}

std::string line_of_names(const LostKeys& lost, bool from_older) {
    return "lost: of the catalog " + text_of(lost.keys) + ": " + text::escaped(lost.text) +
           about_older(lost, from_older) + "\n";
}

std::string line_of(const BookmarkInfo& bookmark) {
    return "not written: bookmark " + text::quoted(bookmark.name) + " of commit " +
           std::to_string(bookmark.commit) + "\n";
}

std::string line_of(const LostCommit& lost) {
    const std::string place =
        lost.offset == 0 ? "" : ", whose record was at byte " + std::to_string(lost.offset);
    return "lost: commit " + std::to_string(lost.commit) + place + "\n";
}

void write_plain(const SalvageReport& report, bool from_older, Output& output) {
    if (!report.reason.empty()) output.write("damaged: " + text::escaped(report.reason) + "\n");
    for (const LostCommit& lost : report.lost_commits)
        output.write(line_of(lost));
    for (const LostKeys& lost : report.lost_keys)
        output.write(line_of(lost, from_older));
    for (const LostKeys& lost : report.lost_names)
        output.write(line_of_names(lost, from_older));
    for (const BookmarkInfo& bookmark : report.bookmarks)
        output.write(line_of(bookmark));
    const std::string named =
        report.keyspaces == 0 ? "" : ", " + counted(report.keyspaces, "named keyspace");
    const std::string old =
        report.old_entries == 0 ? "" : ", " + counted(report.old_entries, "key") + " of older ones";
    output.write("salvaged: " + counted(report.entries, "key") + " of commit " +
                 std::to_string(report.commit) + old + named + "\n");
}

template <typename Row>
void write_rows(const std::vector<Row>& rows,
                const text::Write& write,
                void (*write_row)(const Row& row, text::JsonObject& object)) {
    text::write_json_array(rows, write, [&](const Row& row) {
        text::JsonObject object(write);
        write_row(row, object);
        object.end();
    });
}

void write_row(const LostKeys& lost, text::JsonObject& object) {
    if (!lost.keyspace.empty()) object.bytes("keyspace", lost.keyspace);
    write_fields(lost.keys, object);
    object.number("offset", lost.offset);
    object.bytes("text", lost.text);
    object.number("damages", lost.damages);
    if (!lost.older_commit) return;
    object.number("older_commit", *lost.older_commit);
    object.number("older_entries", lost.older_entries);
}

void write_row(const LostCommit& lost, text::JsonObject& object) {
    object.number("commit", lost.commit);
    if (lost.offset != 0) object.number("offset", lost.offset);
}

void write_row(const BookmarkInfo& bookmark, text::JsonObject& object) {
    object.bytes("bookmark", bookmark.name);
    object.number("commit", bookmark.commit);
}

void write_json(const SalvageReport& report, Output& output) {
    text::JsonObject object(output.writer());
    object.boolean("ok", report.ok());
    object.number("commit", report.commit);
    object.number("entries", report.entries);
    object.number("old_entries", report.old_entries);
    object.number("keyspaces", report.keyspaces);
    if (!report.reason.empty()) object.bytes("reason", report.reason);
    object.begin_field("lost_keys");
    write_rows<LostKeys>(report.lost_keys, output.writer(), write_row);
    object.begin_field("lost_names");
    write_rows<LostKeys>(report.lost_names, output.writer(), write_row);
    object.begin_field("lost_commits");
    write_rows<LostCommit>(report.lost_commits, output.writer(), write_row);
    object.begin_field("bookmarks");
    write_rows<BookmarkInfo>(report.bookmarks, output.writer(), write_row);
    object.end();
    output.write("\n");
}

ExitCode run_salvage(const Call& call) {
    SalvageArguments arguments;
    arguments.parse(call);
    const SalvageReport report = salvage(arguments);
    if (arguments.json)
        write_json(report, call.output);
    else
        write_plain(report, arguments.from_older, call.output);
    return report.ok() ? ExitCode::done : ExitCode::damage;
}

}  // namespace

constinit const Verb salvage_verb{
    .name = "salvage",
    .summary = "Write what can be read of a damaged file",
    .examples =
        "dbdb salvage broken.db rescued.db\n"
        "dbdb salvage broken.db rescued.db --older --json",
    .notes =
        "Writes every entry that can be read of the newest commit that can be found to "
        "OUT, a new file, and tells which keys and commits are lost. FILE is not "
        "changed. With --older, keys that are lost are taken from the newest commit "
        "before that has them all, in a commit of their own.",
    .exit_codes = "6 something is lost",
    .run = run_salvage,
};

}  // namespace dbdb::tool
