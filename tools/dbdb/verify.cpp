#include "arguments.hpp"
#include "key_range.hpp"
#include "number_text.hpp"
#include "open.hpp"
#include "text/escape.hpp"
#include "text/json_array.hpp"
#include "text/json_object.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

std::string summary(const VerifyReport& report) {
    return counted(report.commits, "commit") + ", " + counted(report.leaves, "leaf", "leaves") +
           ", " + counted(report.branches, "branch", "branches") + ", " +
           counted(report.blobs, "blob") + ", " + counted(report.checked_bytes, "byte") +
           " checked";
}

std::string line_of(const Damage& damage) {
    const std::string hidden = damage.hidden ? "; hides " + text_of(*damage.hidden) : "";
    return "damaged: byte " + std::to_string(damage.offset) + ", commit " +
           std::to_string(damage.commit) + ": " + text::escaped(damage.text) + hidden + "\n";
}

std::string line_of(const Recovery& recovery) {
    return "fell back: commit " + std::to_string(recovery.commit) + " was opened, not " +
           std::to_string(recovery.newest_named) + ": " + text::escaped(recovery.reason) + "\n";
}

void write_plain(const VerifyReport& report, const Recovery& recovery, Output& output) {
    for (const Damage& damage : report.damages)
        output.write(line_of(damage));
    if (recovery.fell_back) output.write(line_of(recovery));
    if (report.lost_commits != 0)
        output.write("lost: " + counted(report.lost_commits, "commit") + "\n");
    const std::string verdict =
        report.ok() ? "ok" : counted(report.damages.size(), "damaged place");
    output.write(verdict + ": " + summary(report) + "\n");
}

void write_json(const Damage& damage, const text::Write& write) {
    text::JsonObject object(write);
    object.number("offset", damage.offset);
    object.number("commit", damage.commit);
    object.bytes("text", damage.text);
    if (damage.hidden) write_fields(*damage.hidden, object);
    object.end();
}

void write_damages(const VerifyReport& report, const text::Write& write) {
    text::write_json_array(
        report.damages, write, [&](const Damage& damage) { write_json(damage, write); });
}

void write_json(const VerifyReport& report, const Recovery& recovery, Output& output) {
    text::JsonObject object(output.writer());
    object.boolean("ok", report.ok());
    object.number("commits", report.commits);
    object.number("lost_commits", report.lost_commits);
    object.number("leaves", report.leaves);
    object.number("branches", report.branches);
    object.number("blobs", report.blobs);
    object.number("checked_bytes", report.checked_bytes);
    object.begin_field("damages");
    write_damages(report, output.writer());
    object.boolean("fell_back", recovery.fell_back);
    if (recovery.fell_back) object.number("newest_named_commit", recovery.newest_named);
    if (recovery.fell_back) object.bytes("reason", recovery.reason);
    object.end();
    output.write("\n");
}

ExitCode run_verify(const Call& call) {
    std::string path;
    bool json = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.flag("--json", json, "Show a JSON object");
    arguments.parse(call.words);

    const Database database = open_to_read(path);
    const VerifyReport report = database.verify();
    if (json)
        write_json(report, database.recovery(), call.output);
    else
        write_plain(report, database.recovery(), call.output);
    return report.ok() ? ExitCode::done : ExitCode::damage;
}

}  // namespace

constinit const Verb verify_verb{
    .name = "verify",
    .summary = "Check the whole file for damage",
    .examples = "dbdb verify people.db && cp people.db /backup",
    .notes =
        "Reads every record of every commit and tells which keys a damaged one hides: "
        "from a key on, up to another that is no longer part of them.",
    .exit_codes = "6 damage was found",
    .run = run_verify,
};

}  // namespace dbdb::tool
