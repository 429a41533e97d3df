#include <nlohmann/json.hpp>

#include "report.hpp"
#include "summary.hpp"

namespace dbdb::bench {

namespace {

using Json = nlohmann::ordered_json;

Json to_json(const std::optional<double>& value) { return value ? Json(*value) : Json(nullptr); }

Json to_json(const Spread& spread) {
    return {{"median", spread.median}, {"min", spread.min}, {"max", spread.max}};
}

Json to_json(const std::optional<Spread>& spread) {
    return spread ? to_json(*spread) : Json(nullptr);
}

Json to_json(const Figures& figures) {
    return {{"syncs_per_commit", to_json(figures.syncs_per_commit)},
            {"written_bytes", to_json(figures.written_bytes)},
            {"appended_bytes", to_json(figures.appended_bytes)},
            {"bytes_per_entry", to_json(figures.bytes_per_entry)},
            {"size_ratio", to_json(figures.size_ratio)},
            {"size_ratio_most", to_json(figures.size_ratio_most)},
            {"memory_bytes", to_json(figures.memory_bytes)},
            {"page_faults", to_json(figures.page_faults)},
            {"read_bytes", to_json(figures.read_bytes)}};
}

/// Each round as it was measured, for whoever wants to reckon otherwise.
Json to_json(std::span<const Pass> passes) {
    Json rounds = Json::array();
    for (const Pass& pass : passes)
        rounds.push_back({{"operations", pass.sample.operations},
                          {"wall_ns", pass.sample.wall_ns},
                          {"cpu_ns", pass.sample.cpu_ns},
                          {"commits", pass.commits}});
    return rounds;
}

Json to_json(const Summary& summary) {
    const Series& series = *summary.series;
    if (series.passes.empty())
        return {{"row", series.row}, {"store", series.store}, {"failure", series.failure}};
    return {{"row", series.row},
            {"store", series.store},
            {"wall_ns", to_json(summary.wall_ns)},
            {"cpu_ns", to_json(summary.cpu_ns)},
            {"wall_speed", to_json(summary.wall_speed)},
            {"cpu_speed", to_json(summary.cpu_speed)},
            {"figures", to_json(summary.figures)},
            {"rounds", to_json(std::span<const Pass>(series.passes))}};
}

Json to_json(const Environment& environment) {
    return {{"processor", environment.processor},
            {"processor_count", environment.processor_count},
            {"kernel", environment.kernel},
            {"file_system", environment.file_system},
            {"compiler", environment.compiler},
            {"optimized", environment.optimized},
            {"time", environment.time},
            {"load_average", environment.load_average}};
}

Json to_json(const Plan& plan) {
    Json stores = Json::object();
    for (const StoreKind& kind : plan.stores)
        stores[std::string(kind.name)] = {{"version", kind.version}, {"settings", kind.settings}};
    return stores;
}

}  // namespace

std::string json_report(const Results& results) {
    Json document{{"environment", to_json(results.environment)},
                  {"entries", results.plan.entries},
                  {"rounds", results.plan.rounds},
                  {"baseline", baseline_name},
                  {"stores", to_json(results.plan)},
                  {"results", Json::array()}};
    for (const RowResult& row : results.rows)
        for (const Summary& summary : summarize(row.series))
            document["results"].push_back(to_json(summary));
    // Names of files in messages may be anything.
    return document.dump(2, ' ', false, Json::error_handler_t::replace) + '\n';
}

}  // namespace dbdb::bench
