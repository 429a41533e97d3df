/// How the figures are shown: a table for people while the run goes on, and files.
#pragma once

#include <array>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "environment.hpp"
#include "harness.hpp"
#include "summary.hpp"

namespace dbdb::bench {

/// What a run has found so far.
struct Results {
    Plan plan{};
    Environment environment{};
    std::vector<RowResult> rows{};
};

/// The lines above the rows, then each row, on the standard output.
void print_table_head(const Results& results);
void print_table_row(const RowResult& row);

/// All figures, with every round as it was measured, for programs.
std::string json_report(const Results& results);

/// A page with bar charts, whole in itself: no script, nothing from the network.
std::string html_report(const Results& results);

/// A drawing (SVG) of how dbdb compares with the baseline, row by row, for a document.
std::string chart_report(const Results& results);

/// Tables for a document.
std::string markdown_report(const Results& results);

/// Three figures at least, and no more digits than the measurement is worth; "" for none.
std::string number_text(const std::optional<double>& value);

/// Bytes in units that people read.
std::string bytes_text(const std::optional<double>& bytes);

/// "2.31 [2.20, 2.44]": the median, the smallest and the largest.
std::string spread_text(const std::optional<Spread>& spread);

/// What the run was made on, with a warning where that speaks against its figures.
std::string environment_text(const Environment& environment);

/// Whether a series is no store but a limit: its name stands in brackets.
bool is_reference(std::string_view store);

/// The columns that every table of all figures has.
inline constexpr std::array<std::string_view, 13> figure_names{"wall ns",
                                                               "cpu ns",
                                                               "speed by wall",
                                                               "speed by cpu",
                                                               "syncs/commit",
                                                               "written B",
                                                               "appended B",
                                                               "bytes/entry",
                                                               "size/live",
                                                               "at most",
                                                               "memory",
                                                               "faults",
                                                               "read B"};

/// What stands in them.
std::array<std::string, figure_names.size()> figure_texts(const Summary& summary);

/// Why a series has no figures: "-" when the store cannot do it.
std::string failure_text(const Series& series);

}  // namespace dbdb::bench
