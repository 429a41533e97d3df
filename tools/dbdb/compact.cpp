#include <cstdio>

#include "arguments.hpp"
#include "compaction_gain.hpp"
#include "failure.hpp"
#include "figures.hpp"
#include "open.hpp"
#include "progress.hpp"
#include "text/escape.hpp"
#include "time_reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

constexpr std::string_view since_word = "since:";

std::chrono::system_clock::time_point time_behind_since(const std::string& text) {
    const auto time = time_named(std::string_view(text).substr(since_word.size()));
    if (time) return *time;
    throw Failure(ExitCode::wrong_arguments,
                  "--keep: not a time: " + text::quoted(text) +
                      "; write since:2026-01-31, since:2026-01-31T12:00:00Z or since:-7d");
}

/// Bookmarks need no word of their own: their commits are always kept.
Retention retention_named(const std::string& text) {
    if (text == "newest") return {};
    if (text == "all") return {.commits = UINT64_MAX};
    if (text.starts_with(since_word)) return {.since = time_behind_since(text)};
    return {.commits = parse_number("--keep", text)};
}

struct CompactArguments {
    std::string path{};
    Retention keep{};
    bool dry_run = false;
    bool json = false;
    std::optional<std::uint64_t> bytes_per_second{};

    void parse(const Call& call) {
        std::optional<std::string> kept;
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.option(
            "--keep",
            "KEPT",
            kept,
            "Keep, beside commits with bookmarks, the newest N commits, newest (1), all, or "
            "since:TIME (newest)");
        arguments.flag("--dry-run", dry_run, "Change nothing, tell what would be gained");
        arguments.number("--limit", "BYTES", bytes_per_second, "Write at most so much a second");
        arguments.flag("--json", json, "Show a JSON object");
        arguments.parse(call.words);
        keep = retention_named(kept.value_or("newest"));
    }
};

std::string seconds_text(double seconds) {
    char text[32];
    std::snprintf(text, sizeof text, "%.1f", seconds);
    return text;
}

Figures figures_of(const CompactReport& report, bool dry_run) {
    Figures figures;
    figures.number("before bytes", report.before_bytes);
    figures.number("after bytes", report.after_bytes);
    figures.number("gained bytes", report.gained_bytes);
    figures.number("kept commits", report.kept_commits);
    figures.text("seconds", seconds_text(report.seconds.count()));
    if (dry_run) figures.boolean("dry run", true);
    return figures;
}

CompactReport compact(const CompactArguments& arguments, const CompactOptions& options) {
    if (options.dry_run) {
        Database reading = open_to_read(arguments.path);
        if (const auto counted = counted_compaction(reading, options)) return *counted;
    }
    return open_to_write(arguments.path, Missing::refuse).compact(options);
}

ExitCode run_compact(const Call& call) {
    CompactArguments arguments;
    arguments.parse(call);
    CompactOptions options;
    options.keep = arguments.keep;
    options.dry_run = arguments.dry_run;
    options.bytes_per_second = arguments.bytes_per_second.value_or(0);
    CompactReport report;
    {
        std::optional<Progress> bar;
        options.progress = [&](const CompactProgress& progress) {
            if (!bar) bar.emplace("compacting", progress.total_bytes);
            bar->show_bytes(progress.done_bytes);
            return true;
        };
        report = compact(arguments, options);
    }
    figures_of(report, arguments.dry_run).write(arguments.json, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb compact_verb{
    .name = "compact",
    .summary = "Make the file as small as it can be",
    .examples =
        "dbdb compact people.db --dry-run\n"
        "dbdb compact people.db\n"
        "dbdb compact people.db --keep since:-7d\n"
        "dbdb compact people.db --keep 100 --limit 50000000",
    .notes =
        "Writes what is kept to a new file, in order, and puts it in the place of the "
        "old one. Readers and writers may go on meanwhile. Older commits than those "
        "kept are gone; the newest always is kept, and so are those with bookmarks. "
        "Keyspaces come along.",
    .exit_codes = "3 there is no commit REF to keep",
    .needs_turn = true,
    .run = run_compact,
};

}  // namespace dbdb::tool
