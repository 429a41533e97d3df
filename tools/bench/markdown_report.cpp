#include <cmath>
#include <fmt/format.h>

#include "formatted_text.hpp"
#include "report.hpp"

namespace dbdb::bench {

namespace {

class Document : FormattedText {
public:
    std::string text(const Results& results) {
        add_head(results);
        add_overview(results);
        add_details(results);
        add_stores(results);
        return take_text();
    }

private:
    void add_head(const Results& results) {
        add("# Results\n\n"
            "Made by `dbdb-bench --n {} --rounds {} --markdown RESULTS.md`; what the rows are and "
            "how they are measured: README.md.\n\n",
            results.plan.entries,
            results.plan.rounds);
        add("{}.\n\n", environment_text(results.environment));
    }

    void add_overview(const Results& results) {
        add("## How many times as quick as {}\n\n"
            "Medians over the rounds, by processor time, in rows marked with `w` by time on the "
            "wall. Bold: the quickest store. In brackets: no stores, but limits. Rows marked with "
            "`s` have space on the disk for live data instead, the aim is not to be exceeded, "
            "and bold is the smallest store.\n\n",
            baseline_name);
        add("| row | | aim |");
        for (const std::string_view column : columns(results))
            add(" {} |", column);
        add("\n|---|---|--:|");
        for (std::size_t column = 0; column < columns(results).size(); ++column)
            add("--:|");
        add("\n");
        for (const RowResult& row : results.rows)
            add_overview_line(row, columns(results));
        add("\n");
    }

    /// Each store, and the references of any row.
    static std::vector<std::string_view> columns(const Results& results) {
        std::vector<std::string_view> names;
        for (const RowResult& row : results.rows)
            for (const Series& series : row.series)
                if (std::ranges::find(names, series.store) == names.end())
                    names.push_back(series.store);
        return names;
    }

    void add_overview_line(const RowResult& result, const std::vector<std::string_view>& names) {
        const std::vector<Summary> summaries = summarize(result.series);
        add("| {} | {} | {} |",
            result.row.name,
            mark_of(result.row),
            result.row.target > 0 ? fmt::format("{:g}", result.row.target) : "");
        for (const std::string_view name : names)
            add(" {} |", cell(summaries, name, result.row));
        add("\n");
    }

    static const char* mark_of(const Row& row) {
        if (row.decides == Decides::size) return "s";
        return row.decides == Decides::wall ? "w" : "";
    }

    /// What decides, so that more is better; nothing without figures.
    static std::optional<double> merit_of(const Summary& summary, const Row& row) {
        if (row.decides == Decides::size) {
            const std::optional<double>& ratio = summary.figures.size_ratio;
            return ratio ? std::optional(-*ratio) : std::nullopt;
        }
        const std::optional<Spread> speed = deciding_speed(summary, row);
        return speed ? std::optional(speed->median) : std::nullopt;
    }

    static std::string cell(std::span<const Summary> summaries,
                            std::string_view store,
                            const Row& row) {
        std::optional<double> best;
        const Summary* own = nullptr;
        for (const Summary& summary : summaries) {
            if (summary.series->store == store) own = &summary;
            const std::optional<double> merit = merit_of(summary, row);
            if (!is_reference(summary.series->store)) best = std::max(best, merit);
        }
        if (own == nullptr) return "";
        const std::optional<double> merit = merit_of(*own, row);
        if (!merit) return own->series->passes.empty() ? failure_text(*own->series) : "";
        const std::string text = number_text(std::abs(*merit));
        const bool is_best = merit == best && !is_reference(store);
        return is_best ? "**" + text + "**" : text;
    }

    void add_details(const Results& results) {
        add("## All figures\n\n"
            "For each operation, where nothing else is said. Speeds: median [smallest, "
            "largest].\n\n");
        add("| row | store | {} |\n|---|---|", fmt::join(figure_names, " | "));
        for (std::size_t column = 0; column < figure_names.size(); ++column)
            add("--:|");
        add("\n");
        for (const RowResult& row : results.rows)
            for (const Summary& summary : summarize(row.series))
                if (!summary.series->passes.empty()) add_line(summary);
        add("\n");
    }

    void add_line(const Summary& summary) {
        add("| {} | {} | {} |\n",
            summary.series->row,
            summary.series->store,
            fmt::join(figure_texts(summary), " | "));
    }

    void add_stores(const Results& results) {
        add("## Settings\n\n");
        for (const StoreKind& kind : results.plan.stores)
            add("- **{}** {}: {}.\n", kind.name, kind.version, kind.settings);
    }
};

}  // namespace

std::string markdown_report(const Results& results) { return Document().text(results); }

}  // namespace dbdb::bench
