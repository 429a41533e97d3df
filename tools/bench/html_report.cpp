#include <algorithm>
#include <fmt/format.h>

#include "../page/style.hpp"
#include "formatted_text.hpp"
#include "report.hpp"

namespace dbdb::bench {

namespace {

/// What of the page's look the bars need; wide tables scroll by themselves.
constexpr std::string_view own_style = R"(
.chart { display: grid; grid-template-columns: 10rem 1fr; gap: 3px .7rem; margin: .5rem 0;
  align-items: center; }
.chart .name { text-align: right; overflow: hidden; text-overflow: ellipsis; }
.track { display: flex; align-items: center; gap: .5rem; min-width: 0; }
.bar { height: 1.1em; min-width: 2px; background: var(--peer); border-radius: 2px; flex: none; }
.own { background: var(--own); } .base { background: var(--base); }
.limit { background: var(--limit); border: 1px dashed var(--quiet); box-sizing: border-box; }
.track span { white-space: nowrap; font-variant-numeric: tabular-nums; }
@media (max-width: 40rem) { .chart { grid-template-columns: 6.5rem 1fr; } }
)";

/// Widths of bars stand in attributes, so styles are allowed wherever they are; nothing else is.
constexpr std::string_view page_head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta http-equiv="Content-Security-Policy" content="default-src 'none'; style-src 'unsafe-inline'">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dbdb-bench</title>
)";

std::string escaped(std::string_view text) {
    std::string safe;
    for (const char letter : text) {
        if (letter == '<')
            safe += "&lt;";
        else if (letter == '&')
            safe += "&amp;";
        else
            safe += letter;
    }
    return safe;
}

const char* style_of(const Summary& summary) {
    if (is_reference(summary.series->store)) return "limit";
    if (summary.series->store == "dbdb") return "own";
    return summary.series->store == baseline_name ? "base" : "peer";
}

/// How long a bar is: operations in a second, by the clock that decides, or the space taken.
double length_of(const Summary& summary, const Row& row) {
    if (row.decides == Decides::size) return summary.figures.size_ratio.value_or(0);
    const double ns = deciding_ns(summary, row).median;
    return ns > 0 ? 1e9 / ns : 0;
}

class Page : FormattedText {
public:
    std::string text(const Results& results) {
        add("{}<style>{}{}</style>\n</head>\n<body>\n", page_head, page::style, own_style);
        add_head(results);
        for (const RowResult& row : results.rows)
            add_row(row);
        add_stores(results);
        add("</body>\n</html>\n");
        return take_text();
    }

private:
    void add_head(const Results& results) {
        add("<h1>dbdb and other stores, doing the same</h1>\n");
        add("<p class=\"quiet\">{}</p>\n", escaped(environment_text(results.environment)));
        add("<p>{} entries of {} + {} bytes, {} rounds; medians. A longer bar is quicker: how many "
            "times as quick as {} in the same round, with the smallest and the largest; rows of "
            "processor time, or of time on the wall where the disk decides.</p>\n",
            results.plan.entries,
            Shape{}.key_bytes,
            Shape{}.value_bytes,
            results.plan.rounds,
            baseline_name);
    }

    void add_row(const RowResult& result) {
        const std::vector<Summary> summaries = summarize(result.series);
        add("<h2>{}</h2>\n<p class=\"quiet\">{}; {}",
            result.row.name,
            result.row.meaning,
            measure_of(result.row));
        if (result.row.target > 0) add("; aim: {}", aim_of(result.row));
        add("</p>\n<div class=\"chart\">\n");
        for (const Summary& summary : summaries)
            add_bar(summary, result.row, longest_bar(summaries, result.row));
        add("</div>\n");
        add_figures(summaries);
    }

    static const char* measure_of(const Row& row) {
        if (row.decides == Decides::size) return "a shorter bar is better";
        return row.decides == Decides::wall ? "by time on the wall" : "by processor time";
    }

    static std::string aim_of(const Row& row) {
        if (row.decides == Decides::size)
            return fmt::format("at most {:g} times the live data", row.target);
        return fmt::format("{:g} times {}", row.target, baseline_name);
    }

    /// What stands behind a bar, first what decides.
    static std::pair<std::string, std::string> texts_of(const Summary& summary, const Row& row) {
        if (row.decides == Decides::size)
            return {number_text(summary.figures.size_ratio),
                    "at most " + number_text(summary.figures.size_ratio_most)};
        return {spread_text(deciding_speed(summary, row)),
                number_text(deciding_ns(summary, row).median) + " ns"};
    }

    /// That of a store; references may be far beyond.
    static double longest_bar(std::span<const Summary> summaries, const Row& row) {
        double longest = 0;
        for (const Summary& summary : summaries)
            if (!is_reference(summary.series->store))
                longest = std::max(longest, length_of(summary, row));
        return longest;
    }

    void add_bar(const Summary& summary, const Row& row, double longest) {
        const Series& series = *summary.series;
        if (series.unsupported) return;
        add("<div class=\"name\">{}</div><div class=\"track\">", series.store);
        if (series.passes.empty()) {
            add("<span>{}</span></div>\n", escaped(series.failure));
            return;
        }
        const double share = longest > 0 ? std::min(length_of(summary, row) / longest, 1.0) : 0;
        const auto [deciding, other] = texts_of(summary, row);
        add("<div class=\"bar {}\" style=\"width:{:.1f}%\"></div><span>{}</span> "
            "<span class=\"quiet\">{}</span></div>\n",
            style_of(summary),
            share * 60,
            deciding,
            other);
    }

    void add_figures(std::span<const Summary> summaries) {
        add("<details><summary class=\"quiet\">all figures</summary><div class=\"scroll\"><table>"
            "<tr><th>store<th>{}</tr>\n",
            fmt::join(figure_names, "<th>"));
        for (const Summary& summary : summaries)
            if (!summary.series->passes.empty()) add_line(summary);
        add("</table></div></details>\n");
    }

    void add_line(const Summary& summary) {
        add("<tr><td>{}<td>{}</tr>\n",
            summary.series->store,
            fmt::join(figure_texts(summary), "<td>"));
    }

    void add_stores(const Results& results) {
        add("<h2>Settings</h2>\n");
        for (const StoreKind& kind : results.plan.stores)
            add("<p><b>{}</b> {}: {}.</p>\n", kind.name, kind.version, kind.settings);
    }
};

}  // namespace

std::string html_report(const Results& results) { return Page().text(results); }

}  // namespace dbdb::bench
