#include <chrono>
#include <optional>
#include <string>

#include "dbdb/backup_directory.hpp"
#include "dbdb/error.hpp"

#include "arguments.hpp"
#include "errors.hpp"
#include "text/escape.hpp"
#include "text/json_object.hpp"
#include "time_text.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct BackupsArguments {
    std::string path{};
    bool verify = false;
    bool json = false;
    std::optional<std::uint64_t> deleted{};
    std::optional<std::uint64_t> kept{};
    std::optional<std::uint64_t> kept_days{};

    bool keeps() const { return kept || kept_days; }

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("DIRECTORY", path, "Where the generations are");
        arguments.flag("--verify", verify, "Read all of them and check every byte");
        arguments.number("--delete", "ID", deleted, "Remove one that no other needs");
        arguments.number("--keep", "N", kept, "Remove all but the newest N");
        arguments.number("--keep-days", "N", kept_days, "Remove those that are older, but one");
        arguments.flag("--json", json, "Show a JSON object on each line");
        arguments.parse(call.words);
        if (int{verify} + int{deleted.has_value()} + int{keeps()} > 1)
            throw Failure(ExitCode::wrong_arguments,
                          "give one of --verify, --delete, and --keep with --keep-days");
    }
};

void write_line(const BackupGeneration& one, Output& output) {
    output.write(std::to_string(one.id) + "\t");
    if (!one.problem.empty()) return output.write("damaged\t" + text::escaped(one.problem) + "\n");
    output.write(time_text(one.time) + "\t" + (one.is_full ? "full" : "increment") + "\t" +
                 std::to_string(one.commit) + "\t" + std::to_string(one.bytes) +
                 (one.is_full ? "" : "\t" + std::to_string(one.parent)) + "\n");
}

void write_json(const BackupGeneration& one, Output& output) {
    text::JsonObject object(output.writer());
    object.number("generation", one.id);
    object.boolean("full", one.is_full);
    object.boolean("ok", one.problem.empty());
    if (one.problem.empty()) {
        object.bytes("time", time_text(one.time));
        object.number("commit", one.commit);
        if (!one.is_full) object.number("needs", one.parent);
    } else {
        object.bytes("problem", one.problem);
    }
    object.number("bytes", one.bytes);
    object.bytes("file", one.path.native());
    object.end();
    output.write("\n");
}

void write_removed(GenerationId id, bool json, Output& output) {
    if (!json) return output.write("removed: " + std::to_string(id) + "\n");
    text::JsonObject object(output.writer());
    object.number("removed", id);
    object.end();
    output.write("\n");
}

KeepGenerations wanted(const BackupsArguments& arguments) {
    KeepGenerations wanted{.newest = arguments.kept.value_or(1)};
    if (!arguments.kept_days) return wanted;
    using Days = std::chrono::duration<double, std::ratio<86'400>>;
    const auto now = std::chrono::system_clock::now();
    const Days since_1970 = now.time_since_epoch();
    const Days age(static_cast<double>(*arguments.kept_days));
    wanted.since = age < since_1970
                       ? now - std::chrono::duration_cast<std::chrono::system_clock::duration>(age)
                       : std::chrono::system_clock::time_point{};
    return wanted;
}

ExitCode list(const BackupsArguments& arguments, const BackupDirectory& backups, Output& output) {
    bool is_sound = true;
    for (const BackupGeneration& one : arguments.verify ? backups.verify() : backups.list()) {
        is_sound = is_sound && one.problem.empty();
        (arguments.json ? write_json : write_line)(one, output);
    }
    return is_sound || !arguments.verify ? ExitCode::done : ExitCode::damage;
}

ExitCode work(const BackupsArguments& arguments, const BackupDirectory& backups, Output& output) {
    if (arguments.deleted) {
        backups.remove(*arguments.deleted);
        write_removed(*arguments.deleted, arguments.json, output);
        return ExitCode::done;
    }
    if (!arguments.keeps()) return list(arguments, backups, output);
    for (const GenerationId id : backups.keep(wanted(arguments)))
        write_removed(id, arguments.json, output);
    return ExitCode::done;
}

ExitCode run_backups(const Call& call) {
    BackupsArguments arguments;
    arguments.parse(call);
    try {
        return work(arguments, BackupDirectory(arguments.path), call.output);
    } catch (const Error& error) {
        const bool is_missing = error.errc() == Errc::not_found && error.system_reason() != 0;
        if (is_missing) throw Failure(ExitCode::cannot_open, error.what());
        throw working_failure(error);
    }
}

}  // namespace

constinit const Verb backups_verb{
    .name = "backups",
    .summary = "List, check, remove generations of backups",
    .examples =
        "dbdb backups /backup/people\n"
        "dbdb backups /backup/people --verify\n"
        "dbdb backups /backup/people --keep 10 --keep-days 30\n"
        "dbdb backups /backup/people --delete 3",
    .notes =
        "The generations in a directory, oldest first: number, time, full or increment, commit, "
        "bytes and, for an increment, the generation that it needs; or damaged and what is wrong. "
        "Those that a generation that is kept needs are kept as well, and so is what is damaged.",
    .exit_codes =
        "3 there is no such generation\n"
        "6 --verify has found damage",
    .run = run_backups,
};

}  // namespace dbdb::tool
