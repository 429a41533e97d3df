#include <filesystem>
#include <optional>

#include "dbdb/backup_directory.hpp"
#include "dbdb/error.hpp"

#include "arguments.hpp"
#include "errors.hpp"
#include "figures.hpp"
#include "input.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct RestoreArguments {
    std::string backup{};
    std::string path{};
    std::optional<std::uint64_t> generation{};
    bool merge = false;
    bool force = false;
    bool json = false;

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required(
            "BACKUP", backup, "The backup, a directory of them, or - for standard input");
        arguments.required("FILE", path, "The database to replace or to make");
        arguments.number("--generation", "ID", generation, "Of a directory; else the newest");
        arguments.flag("--merge", merge, "Set the entries of the backup, keep the others");
        arguments.flag("--force", force, "Replace FILE whatever it is");
        arguments.flag("--json", json, "Show a JSON object");
        arguments.parse(call.words);
    }
};

RestoreReport restore_stream(const RestoreArguments& arguments, const RestoreOptions& options) {
    Input input("-");
    const auto read = [&](std::span<std::byte> target) {
        return input.read({reinterpret_cast<char*>(target.data()), target.size()});
    };
    return restore(read, input.name(), arguments.path, options);
}

bool is_directory(const RestoreArguments& arguments) {
    std::error_code ignored;
    return std::filesystem::is_directory(arguments.backup, ignored);
}

RestoreReport restore_generation(const RestoreArguments& arguments, const RestoreOptions& options) {
    if (arguments.generation == 0)
        throw Failure(ExitCode::wrong_arguments, "--generation: they are numbered from 1 on");
    return restore(BackupDirectory(arguments.backup),
                   arguments.generation.value_or(0),
                   arguments.path,
                   options);
}

/// Whether `text` is about the backup, not about the present file.
bool is_about(const std::string& source, const std::string& text) {
    return text.starts_with(source + ": ") ||
           text.starts_with(source.ends_with('/') ? source : source + "/");
}

RestoreReport restore_from(const RestoreArguments& arguments, const RestoreOptions& options) {
    if (arguments.generation && !is_directory(arguments))
        throw Failure(ExitCode::wrong_arguments, "--generation: BACKUP is no directory");
    try {
        if (arguments.backup == "-") return restore_stream(arguments, options);
        if (is_directory(arguments)) return restore_generation(arguments, options);
        return restore(std::filesystem::path(arguments.backup), arguments.path, options);
    } catch (const Error& error) {
        const std::string text = error.what();
        const std::string source = arguments.backup == "-" ? "standard input" : arguments.backup;
        if (error.errc() == Errc::not_found) throw Failure(ExitCode::cannot_open, text);
        if (error.errc() == Errc::corrupt && is_about(source, text))
            throw Failure(ExitCode::bad_input, text);
        throw working_failure(error);
    }
}

ExitCode run_restore(const Call& call) {
    RestoreArguments arguments;
    arguments.parse(call);
    std::optional<Progress> bar;
    RestoreOptions options;
    options.merge = arguments.merge;
    options.replace_any = arguments.force;
    options.progress = [&](const BackupProgress& progress) {
        if (!bar) bar.emplace("restoring", progress.total_bytes);
        bar->show_bytes(progress.done_bytes);
        return true;
    };
    const RestoreReport report = restore_from(arguments, options);
    bar.reset();
    Figures figures;
    figures.number("commit", report.commit);
    figures.number("copied bytes", report.bytes_copied);
    if (arguments.merge) figures.number("skipped bookmarks", report.skipped_bookmarks);
    figures.write(arguments.json, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb restore_verb{
    .name = "restore",
    .summary = "Put a backup in the place of a database",
    .examples =
        "dbdb restore /backup/people.db people.db\n"
        "dbdb restore /backup/people.db people.db --merge\n"
        "dbdb restore /backup/people people.db --generation 3",
    .notes =
        "Checks all of BACKUP, then puts a copy of it in the place of FILE; whoever has "
        "that open goes over to it. What was committed after the backup is gone, but "
        "with --merge, which sets the entries of the backup in the present file, in one "
        "commit. BACKUP - reads standard input.",
    .exit_codes = "8 the backup is damaged or cut off: nothing was changed",
    .needs_turn = true,
    .run = run_restore,
};

}  // namespace dbdb::tool
