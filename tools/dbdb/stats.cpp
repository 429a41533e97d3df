#include <optional>

#include "dbdb/statistics.hpp"

#include "arguments.hpp"
#include "figures.hpp"
#include "open.hpp"
#include "statistics_figures.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

/// Nothing when opening found all that the file named.
void add_recovery(const Recovery& recovery, Figures& figures) {
    if (!recovery.fell_back) return;
    figures.boolean("fell back", true);
    figures.number("newest named commit", recovery.newest_named);
    figures.text("reason", recovery.reason);
}

ExitCode run_stats(const Call& call) {
    std::string path;
    bool json = false;
    bool prometheus = false;
    std::optional<std::uint64_t> leaves_max;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.flag("--json", json, "Show a JSON object");
    arguments.flag("--prometheus", prometheus, "Show OpenMetrics text, which Prometheus reads");
    arguments.number("--leaves", "N", leaves_max, "Look at N leaves, evenly spread (0)");
    arguments.parse(call.words);
    if (json && prometheus)
        throw Failure(ExitCode::wrong_arguments, "--json and --prometheus exclude each other");

    const Database database = open_to_read(path);
    const Statistics statistics = database.statistics({.leaves_max = leaves_max.value_or(0)});
    if (prometheus) {
        call.output.write(open_metrics(statistics, text::escaped(path)));
        return ExitCode::done;
    }
    Figures figures = figures_of(statistics);
    add_recovery(database.recovery(), figures);
    figures.write(json, call.output);
    return ExitCode::done;
}

}  // namespace

constinit const Verb stats_verb{
    .name = "stats",
    .summary = "Show figures of the file",
    .examples =
        "dbdb stats people.db\n"
        "dbdb stats people.db --json\n"
        "dbdb stats people.db --prometheus --leaves 1000",
    .notes =
        "With --leaves also how full the leaves of the tree are: exactly when it has no more than "
        "N. --prometheus suits a text file collector: write to a temporary name, then rename. What "
        "it counts for a process is that of this run.",
    .run = run_stats,
};

}  // namespace dbdb::tool
