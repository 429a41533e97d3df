#include <optional>
#include <string_view>

#include "dbdb/backup_directory.hpp"

#include "arguments.hpp"
#include "errors.hpp"
#include "figures.hpp"
#include "open.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct BackupArguments {
    std::string path{};
    std::string target{};
    bool full = false;
    bool force = false;
    bool json = false;
    std::optional<std::uint64_t> bytes_per_second{};

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.required(
            "TARGET", target, "The file or the directory to copy to, or - for standard output");
        arguments.flag("--full", full, "Copy everything, not only what is new");
        arguments.flag("--force", force, "Replace TARGET whatever it is");
        arguments.number("--limit", "BYTES", bytes_per_second, "Copy at most so much a second");
        arguments.flag("--json", json, "Show a JSON object");
        arguments.parse(call.words);
    }
};

Figures figures_of(const BackupReport& report) {
    Figures figures;
    figures.number("commit", report.commit);
    figures.number("commits", report.commits);
    figures.number("copied bytes", report.bytes_copied);
    if (report.generation != 0) figures.number("generation", report.generation);
    figures.boolean("full", report.is_full);
    if (!report.reason.empty()) figures.text("reason", report.reason);
    return figures;
}

void send(const Database& database, const BackupOptions& options, Output& output) {
    if (output.is_terminal())
        throw Failure(ExitCode::wrong_arguments, "a backup is not for a terminal; send it on");
    database.backup(
        [&](std::span<const std::byte> bytes) {
            output.write({reinterpret_cast<const char*>(bytes.data()), bytes.size()});
        },
        options);
}

/// A directory takes generations, whatever its name; any other name is that of one copy.
BackupReport backup_to(const Database& database,
                       const std::string& target,
                       const BackupOptions& options) {
    std::error_code ignored;
    const bool is_directory = std::filesystem::is_directory(target, ignored);
    if (is_directory && options.replace_any)
        throw Failure(ExitCode::wrong_arguments, "--force: " + target + " is a directory");
    try {
        if (is_directory) return database.backup(BackupDirectory(target), options);
        return database.backup(std::filesystem::path(target), options);
    } catch (const Error& error) {
        if (error.errc() == Errc::not_found) throw Failure(ExitCode::cannot_open, error.what());
        throw working_failure(error);
    }
}

ExitCode run_backup(const Call& call) {
    BackupArguments arguments;
    arguments.parse(call);
    const Database database = open_to_read(arguments.path);
    std::optional<Progress> bar;
    BackupOptions options;
    options.full = arguments.full;
    options.replace_any = arguments.force;
    options.bytes_per_second = arguments.bytes_per_second.value_or(0);
    options.progress = [&](const BackupProgress& progress) {
        if (!bar) bar.emplace("copying", progress.total_bytes);
        bar->show_bytes(progress.done_bytes);
        return true;
    };
    if (arguments.target == "-") {
        send(database, options, call.output);
        return ExitCode::done;
    }
    const BackupReport report = backup_to(database, arguments.target, options);
    bar.reset();
    figures_of(report).write(arguments.json, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb backup_verb{
    .name = "backup",
    .summary = "Copy a database while others write",
    .examples =
        "dbdb backup people.db /backup/people.db\n"
        "dbdb backup people.db /backup/people/\n"
        "dbdb backup people.db - | ssh elsewhere dbdb restore - people.db",
    .notes =
        "Copies the newest commit, with all before it, while others read and write. "
        "TARGET is whole or as it was, whatever happens. Where it is such a copy, only "
        "what is new is appended. TARGET - writes to standard output, for dbdb restore "
        "- FILE. Where TARGET is a directory a generation is added: what is new since the newest "
        "one there, or everything; dbdb backups lists them.",
    .run = run_backup,
};

}  // namespace dbdb::tool
