#include "arguments.hpp"
#include "figures.hpp"
#include "open.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

Figures figures_of(const Database& database) {
    const Statistics statistics = database.statistics();
    Figures figures;
    figures.number("commit", statistics.commit);
    figures.number("entries", statistics.entries);
    figures.number("height", statistics.height);
    figures.number("file bytes", statistics.file_bytes);
    figures.number("used bytes", statistics.used_bytes);
    figures.number("live bytes", statistics.live_bytes);
    figures.number("garbage bytes", statistics.garbage_bytes);
    figures.number("format version", statistics.format_version);
    figures.text("database id", statistics.database_id);
    return figures;
}

/// Nothing when opening found all that the file named.
void add_recovery(const Recovery& recovery, Figures& figures) {
    if (!recovery.fell_back) return;
    figures.boolean("fell back", true);
    figures.number("newest named commit", recovery.newest_named);
    figures.text("reason", recovery.reason);
}

}  // namespace

ExitCode run_stats(const Call& call) {
    std::string path;
    bool json = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.flag("--json", json, "Show a JSON object");
    arguments.parse(call.words);

    const Database database = open_to_read(path);
    Figures figures = figures_of(database);
    add_recovery(database.recovery(), figures);
    figures.write(json, call.output);
    return ExitCode::done;
}

}  // namespace dbdb::tool
