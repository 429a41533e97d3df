#include <algorithm>
#include <fmt/format.h>
#include <iterator>

#include "report.hpp"

namespace dbdb::bench {

namespace {

/// Colours follow what the reader's system prefers; wide tables scroll by themselves.
constexpr const char* page_head = R"(<!doctype html>
<html lang="en">
<head>
<meta charset="utf-8">
<meta name="viewport" content="width=device-width, initial-scale=1">
<title>dbdb-bench</title>
<style>
:root { color-scheme: light dark; --text: #1c1f23; --quiet: #626b76; --page: #ffffff;
  --line: #d9dee4; --own: #1769d2; --peer: #9aa7b5; --base: #5f6c7a; --limit: #e3e7ec; }
@media (prefers-color-scheme: dark) { :root { --text: #e4e8ed; --quiet: #98a2ae; --page: #14171a;
  --line: #333a42; --own: #58a2ff; --peer: #59646f; --base: #8b98a5; --limit: #272d33; } }
body { font: 15px/1.45 system-ui, sans-serif; color: var(--text); background: var(--page);
  max-width: 62rem; margin: 2rem auto; padding: 0 1rem; }
h1 { font-size: 1.5rem; margin: 0; } h2 { font-size: 1.05rem; margin: 2rem 0 0; }
p { margin: .3rem 0; } .quiet { color: var(--quiet); }
.chart { display: grid; grid-template-columns: 10rem 1fr; gap: 3px .7rem; margin: .5rem 0;
  align-items: center; }
.chart .name { text-align: right; overflow: hidden; text-overflow: ellipsis; }
.track { display: flex; align-items: center; gap: .5rem; min-width: 0; }
.bar { height: 1.1em; min-width: 2px; background: var(--peer); border-radius: 2px; flex: none; }
.own { background: var(--own); } .base { background: var(--base); }
.limit { background: var(--limit); border: 1px dashed var(--quiet); box-sizing: border-box; }
.track span { white-space: nowrap; font-variant-numeric: tabular-nums; }
.scroll { overflow-x: auto; } table { border-collapse: collapse; font-size: .87rem; }
th, td { padding: .15rem .6rem; text-align: right; border-bottom: 1px solid var(--line);
  white-space: nowrap; font-variant-numeric: tabular-nums; }
th:first-child, td:first-child { text-align: left; } summary { cursor: pointer; }
@media (max-width: 40rem) { .chart { grid-template-columns: 6.5rem 1fr; } }
</style>
</head>
<body>
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

/// References are limits, not stores; their names stand in brackets.
bool is_reference(const Summary& summary) { return summary.series->store.starts_with('('); }

const char* style_of(const Summary& summary) {
    if (is_reference(summary)) return "limit";
    if (summary.series->store == "dbdb") return "own";
    return summary.series->store == baseline_name ? "base" : "peer";
}

/// How long a bar is: operations in a second, by the clock that decides.
double speed_of(const Summary& summary, const Row& row) {
    const double ns = deciding_ns(summary, row).median;
    return ns > 0 ? 1e9 / ns : 0;
}

class Page {
public:
    std::string text(const Results& results) {
        add("{}", page_head);
        add_head(results);
        for (const RowResult& row : results.rows)
            add_row(row);
        add_stores(results);
        add("</body>\n</html>\n");
        return std::move(text_);
    }

private:
    template <typename... Values>
    void add(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    }

    void add_head(const Results& results) {
        const Environment& environment = results.environment;
        add("<h1>dbdb and other stores, doing the same</h1>\n");
        add("<p class=\"quiet\">{}; {} x {}; {}; {}; {}{}; load {:.2f}</p>\n",
            environment.time,
            environment.processor_count,
            escaped(environment.processor),
            escaped(environment.kernel),
            environment.file_system,
            escaped(environment.compiler),
            environment.optimized ? "" : " WITHOUT OPTIMIZATION",
            environment.load_average);
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
        add("<h2>{}</h2>\n<p class=\"quiet\">{}; by {}",
            result.row.name,
            result.row.meaning,
            result.row.decides == Decides::wall ? "time on the wall" : "processor time");
        if (result.row.target > 0) add("; aim: {:g} times {}", result.row.target, baseline_name);
        add("</p>\n<div class=\"chart\">\n");
        for (const Summary& summary : summaries)
            add_bar(summary, result.row, longest_bar(summaries, result.row));
        add("</div>\n");
        add_figures(summaries);
    }

    /// The quickest store; references may be far beyond.
    static double longest_bar(std::span<const Summary> summaries, const Row& row) {
        double longest = 0;
        for (const Summary& summary : summaries)
            if (!is_reference(summary)) longest = std::max(longest, speed_of(summary, row));
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
        const double share = longest > 0 ? std::min(speed_of(summary, row) / longest, 1.0) : 0;
        add("<div class=\"bar {}\" style=\"width:{:.1f}%\"></div><span>{}</span> "
            "<span class=\"quiet\">{} ns</span></div>\n",
            style_of(summary),
            share * 60,
            spread_text(deciding_speed(summary, row)),
            number_text(deciding_ns(summary, row).median));
    }

    void add_figures(std::span<const Summary> summaries) {
        add("<details><summary class=\"quiet\">all figures</summary><div class=\"scroll\"><table>"
            "<tr><th>store<th>wall ns<th>cpu ns<th>speed by wall<th>by cpu<th>syncs/commit"
            "<th>written B<th>appended B<th>bytes/entry<th>memory<th>faults<th>read B</tr>\n");
        for (const Summary& summary : summaries)
            if (!summary.series->passes.empty()) add_line(summary);
        add("</table></div></details>\n");
    }

    void add_line(const Summary& summary) {
        const Figures& figures = summary.figures;
        add("<tr><td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}<td>{}</tr>\n",
            summary.series->store,
            number_text(summary.wall_ns.median),
            number_text(summary.cpu_ns.median),
            spread_text(summary.wall_speed),
            spread_text(summary.cpu_speed),
            number_text(figures.syncs_per_commit),
            number_text(figures.written_bytes),
            number_text(figures.appended_bytes),
            number_text(figures.bytes_per_entry),
            bytes_text(figures.memory_bytes),
            number_text(figures.page_faults),
            number_text(figures.read_bytes));
    }

    void add_stores(const Results& results) {
        add("<h2>Settings</h2>\n");
        for (const StoreKind& kind : results.plan.stores)
            add("<p><b>{}</b> {}: {}.</p>\n", kind.name, kind.version, kind.settings);
    }

    std::string text_{};
};

}  // namespace

std::string html_report(const Results& results) { return Page().text(results); }

}  // namespace dbdb::bench
