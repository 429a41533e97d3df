#include <fmt/format.h>
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
            {"written_bytes_per_commit", to_json(figures.written_per_commit)},
            {"appended_bytes_per_commit", to_json(figures.appended_per_commit)},
            {"bytes_per_entry", to_json(figures.bytes_per_entry)}};
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
            {"wall_ratio", to_json(summary.wall_ratio)},
            {"cpu_ratio", to_json(summary.cpu_ratio)},
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
            {"load_average", environment.load_average}};
}

class JsonReport : public Report {
public:
    void begin(const Plan& plan, const Environment& environment) override {
        document_["environment"] = to_json(environment);
        document_["entries"] = plan.sizes.entries;
        document_["rounds"] = plan.rounds;
        document_["baseline"] = baseline_name;
        for (const StoreKind& kind : plan.stores)
            document_["stores"][std::string(kind.name)] = kind.version;
        document_["results"] = Json::array();
    }

    void add_row(std::span<const Series> row) override {
        for (const Summary& summary : summarize(row))
            document_["results"].push_back(to_json(summary));
    }

    void end() override {
        // Names of files in messages may be anything.
        fmt::print("{}\n", document_.dump(2, ' ', false, Json::error_handler_t::replace));
    }

private:
    Json document_;
};

}  // namespace

std::unique_ptr<Report> json_report() { return std::make_unique<JsonReport>(); }

}  // namespace dbdb::bench
