#include <cstdio>

#include "arguments.hpp"
#include "figures.hpp"
#include "open.hpp"
#include "progress.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct CompactArguments {
    std::string path{};
    std::string keep{};
    bool dry_run = false;
    bool json = false;
    std::optional<std::uint64_t> bytes_per_second{};

    void parse(const Call& call) {
        std::optional<std::string> kept;
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.option(
            "--keep",
            "N",
            kept,
            "Keep so many of the newest commits: a number, newest (1) or all (newest)");
        arguments.flag("--dry-run", dry_run, "Change nothing, tell what would be gained");
        arguments.number("--limit", "BYTES", bytes_per_second, "Write at most so much a second");
        arguments.flag("--json", json, "Show a JSON object");
        arguments.parse(call.words);
        keep = kept.value_or("newest");
    }

    Retention retention() const {
        Retention retention;
        if (keep == "all") {
            retention.commits = UINT64_MAX;
        } else if (keep != "newest") {
            retention.commits = parse_number("--keep", keep);
        }
        return retention;
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

/// Only what writes a file needs a handle that may write.
Database open_for(const CompactArguments& arguments, const Retention& keep) {
    const bool only_counts = arguments.dry_run && keep.commits <= 1;
    return only_counts ? open_to_read(arguments.path)
                       : open_to_write(arguments.path, Missing::refuse);
}

}  // namespace

ExitCode run_compact(const Call& call) {
    CompactArguments arguments;
    arguments.parse(call);
    CompactOptions options;
    options.keep = arguments.retention();
    options.dry_run = arguments.dry_run;
    options.bytes_per_second = arguments.bytes_per_second.value_or(0);
    Database database = open_for(arguments, options.keep);
    CompactReport report;
    {
        std::optional<Progress> bar;
        options.progress = [&](const CompactProgress& progress) {
            if (!bar) bar.emplace("compacting", progress.total_bytes);
            bar->show_bytes(progress.done_bytes);
            return true;
        };
        report = database.compact(options);
    }
    figures_of(report, arguments.dry_run).write(arguments.json, call.output);
    return ExitCode::done;
}

}  // namespace dbdb::tool
