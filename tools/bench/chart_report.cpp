#include <algorithm>
#include <cmath>
#include <fmt/format.h>

#include "formatted_text.hpp"
#include "report.hpp"

namespace dbdb::bench {

namespace {

// Of the drawing, in its own units.
constexpr double label_width = 190;
constexpr double plot_width = 440;
constexpr double note_width = 170;
constexpr double row_height = 24;
constexpr double head_height = 64;
constexpr double bar_height = 14;

constexpr std::string_view style = R"(
    text { fill: #1c1f23; } .quiet { fill: #59626d; } .mark { fill: #59626d; stroke: #ffffff; }
    .line { stroke: #d9dee4; } .base { stroke: #59626d; stroke-width: 1.5; }
    .faster { fill: #1769d2; } .slower { fill: #b3261e; }
    @media (prefers-color-scheme: dark) {
      text { fill: #e4e8ed; } .quiet { fill: #9aa5b1; } .mark { fill: #9aa5b1; stroke: #14171a; }
      .line { stroke: #333a42; } .base { stroke: #9aa5b1; }
      .faster { fill: #58a2ff; } .slower { fill: #ff8a80; }
    }
)";

/// A row as it is drawn: how many times as quick as the baseline.
struct Line {
    std::string_view name{};
    double own = 0;
    double best_peer = 0;  ///< 0: there is no other store but the baseline.
    std::string_view peer{};
};

/// Nothing where dbdb or the baseline has no figure.
std::optional<Line> line_of(const RowResult& result) {
    Line line{.name = result.row.name};
    for (const Summary& summary : summarize(result.series)) {
        const std::optional<Spread> speed = deciding_speed(summary, result.row);
        const std::string_view store = summary.series->store;
        if (!speed || speed->median <= 0 || is_reference(store)) continue;
        if (store == "dbdb") {
            line.own = speed->median;
        } else if (store != baseline_name && speed->median > line.best_peer) {
            line.best_peer = speed->median;
            line.peer = store;
        }
    }
    if (line.own == 0) return std::nullopt;
    return line;
}

class Chart : FormattedText {
public:
    explicit Chart(const Results& results) : results_(results) {
        for (const RowResult& row : results.rows)
            if (const auto line = line_of(row)) lines_.push_back(*line);
        for (const Line& line : lines_) {
            widen_to(line.own);
            if (line.best_peer > 0) widen_to(line.best_peer);
        }
    }

    std::string text() {
        const double height = head_height + row_height * static_cast<double>(lines_.size()) + 10;
        add("<svg xmlns=\"http://www.w3.org/2000/svg\" viewBox=\"0 0 {:g} {:g}\" role=\"img\" "
            "aria-labelledby=\"title\" font-family=\"system-ui, sans-serif\" font-size=\"13\">\n",
            label_width + plot_width + note_width,
            height);
        add("  <title id=\"title\">How many times as fast as {} dbdb is</title>\n"
            "  <style>{}  </style>\n",
            baseline_name,
            style);
        add_head(height);
        for (std::size_t index = 0; index < lines_.size(); ++index)
            add_line(lines_[index], head_height + row_height * static_cast<double>(index));
        add("</svg>\n");
        return take_text();
    }

private:
    /// The axis goes from power of ten to power of ten.
    void widen_to(double speed) {
        first_decade_ = std::min(first_decade_, static_cast<int>(std::floor(std::log10(speed))));
        last_decade_ = std::max(last_decade_, static_cast<int>(std::ceil(std::log10(speed))));
    }

    double place_of(double speed) const {
        const double share = (std::log10(speed) - first_decade_) / (last_decade_ - first_decade_);
        return label_width + plot_width * share;
    }

    void add_head(double height) {
        add("  <text x=\"10\" y=\"20\" font-weight=\"600\">Times as fast as {}</text>\n"
            "  <text x=\"10\" y=\"38\" class=\"quiet\" font-size=\"11\">{} entries, medians of {} "
            "rounds, {}; the mark is the fastest of the other stores</text>\n",
            baseline_name,
            results_.plan.entries,
            results_.plan.rounds,
            results_.environment.time.substr(0, 10));
        for (int decade = first_decade_; decade <= last_decade_; ++decade) {
            const double speed = std::pow(10, decade);
            add("  <line x1=\"{0:.1f}\" x2=\"{0:.1f}\" y1=\"{1:g}\" y2=\"{2:g}\" "
                "class=\"{3}\"/>\n",
                place_of(speed),
                head_height - 4,
                height - 6,
                decade == 0 ? "base" : "line");
            add("  <text x=\"{:.1f}\" y=\"{:g}\" class=\"quiet\" font-size=\"11\" "
                "text-anchor=\"middle\">{:g}</text>\n",
                place_of(speed),
                head_height - 10,
                speed);
        }
    }

    void add_line(const Line& line, double top) {
        const double text_y = top + row_height / 2 + 4;
        const double begin = std::min(place_of(1), place_of(line.own));
        const double end = std::max(place_of(1), place_of(line.own));
        add("  <text x=\"10\" y=\"{:g}\">{}</text>\n", text_y, line.name);
        add("  <rect x=\"{:.1f}\" y=\"{:g}\" width=\"{:.1f}\" height=\"{:g}\" rx=\"2\" "
            "class=\"{}\"/>\n",
            begin,
            top + (row_height - bar_height) / 2,
            std::max(end - begin, 1.0),
            bar_height,
            line.own < 1 ? "slower" : "faster");
        if (line.best_peer > 0) {
            add("  <circle cx=\"{:.1f}\" cy=\"{:g}\" r=\"4\" class=\"mark\"/>\n",
                place_of(line.best_peer),
                top + row_height / 2);
        }
        add("  <text x=\"{:g}\" y=\"{:g}\">{}",
            label_width + plot_width + 12,
            text_y,
            number_text(line.own));
        if (line.best_peer > 0) {
            add(" <tspan class=\"quiet\" font-size=\"11\">{} {}</tspan>",
                line.peer,
                number_text(line.best_peer));
        }
        add("</text>\n");
    }

    const Results& results_;
    std::vector<Line> lines_{};
    int first_decade_ = -1;
    int last_decade_ = 1;
};

}  // namespace

std::string chart_report(const Results& results) { return Chart(results).text(); }

}  // namespace dbdb::bench
