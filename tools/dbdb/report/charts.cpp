#include "report/charts.hpp"

#include <algorithm>
#include <cmath>

#include "number_text.hpp"
#include "report/html.hpp"

namespace dbdb::tool::report {

namespace {

constexpr double plot_height = 82;  // The labels have the rest.
constexpr std::size_t labels_max = 8;
constexpr double gap = 0.12;  // Of a column's width.

double height_of(std::uint64_t value, std::uint64_t most, Scale scale) {
    if (most == 0 || value == 0) return 0;
    const auto part = static_cast<double>(value);
    const auto whole = static_cast<double>(most);
    const double share =
        scale == Scale::linear ? part / whole : std::log2(1 + part) / std::log2(1 + whole);
    return std::max(share * plot_height, 0.6);
}

std::uint64_t greatest(std::span<const Column> columns) {
    std::uint64_t most = 0;
    for (const Column& column : columns)
        most = std::max({most, column.value, column.ideal.value_or(0)});
    return most;
}

/// Standing on the line under the plot.
Box standing(double x, double width, double height) {
    return {x, plot_height - height, width, height};
}

std::string label_at(double x, const std::string& label) {
    return "<text class=\"label\" text-anchor=\"middle\" x=\"" + percent(x) + "\" y=\"97%\">" +
           label + "</text>";
}

/// "4-7" for the sizes that have three bits.
std::string size_range(std::size_t bits) {
    const std::uint64_t from = bits == 0 ? 0 : std::uint64_t{1} << (bits - 1);
    const std::uint64_t to = bits < 2 ? from : 2 * from - 1;
    return from == to ? std::to_string(from) : grouped(from) + " to " + grouped(to);
}

/// Short, for below a column: "4", "1K", "2M".
std::string size_label(std::size_t bits) {
    if (bits < 2) return std::to_string(bits);
    const std::size_t power = bits - 1;
    constexpr std::string_view units = " KMGT";
    const std::string number = std::to_string(1U << power % 10);
    return power < 10 ? number : number + units.at(power / 10);
}

std::string leaves_text(std::uint64_t count) { return counted_grouped(count, "leaf", "leaves"); }

/// Of a tree of `leaves` in which all ways are of equal length, or shorter by one branch.
std::uint64_t ideal_leaves_at(std::uint64_t leaves, unsigned ideal_height, std::size_t depth) {
    const std::uint64_t room = std::uint64_t{1} << ideal_height;
    if (depth == ideal_height) return ideal_height == 0 ? leaves : 2 * leaves - room;
    return depth + 1 == ideal_height ? room - leaves : 0;
}

}  // namespace

std::string column_chart(const std::string& about, std::span<const Column> columns, Scale scale) {
    std::string svg = "<svg class=\"columns\" role=\"img\" aria-label=\"" + about + "\">\n";
    const std::uint64_t most = greatest(columns);
    const double width = 100 / static_cast<double>(std::max<std::size_t>(columns.size(), 1));
    const std::size_t step = (columns.size() + labels_max - 1) / labels_max;
    for (std::size_t index = 0; index < columns.size(); ++index) {
        const Column& column = columns[index];
        const double x = static_cast<double>(index) * width;
        const double inner = width * (1 - gap);
        std::string marks = rect("field", {x, 0, width, plot_height});
        marks += rect("bar",
                      standing(x + width * gap / 2, inner, height_of(column.value, most, scale)),
                      " data-value=\"" + std::to_string(column.value) + "\"");
        if (column.ideal)
            marks +=
                rect("ideal",
                     standing(x + width * gap / 2, inner, height_of(*column.ideal, most, scale)));
        if (index % step == 0) marks += label_at(x + width / 2, column.label);
        svg += hinted(column.hint, marks);
    }
    return svg + rect("axis", {0, plot_height, 100, 0.7}) + "</svg>\n";
}

std::string depth_chart(const KeyspaceSurvey& keyspace) {
    std::vector<Column> columns;
    const auto& counts = keyspace.leaves_by_depth;
    const unsigned ideal_height = keyspace.ideal_height();
    const auto first = std::ranges::find_if(counts, [](std::uint64_t count) { return count > 0; });
    const auto least = std::min<std::size_t>(static_cast<std::size_t>(first - counts.begin()),
                                             ideal_height > 0 ? ideal_height - 1 : 0);
    for (std::size_t depth = least; depth < std::max<std::size_t>(counts.size(), ideal_height + 1);
         ++depth) {
        const std::uint64_t count = depth < counts.size() ? counts[depth] : 0;
        const std::uint64_t ideal = ideal_leaves_at(keyspace.leaves.count, ideal_height, depth);
        const std::string branches = counted(depth, "branch", "branches");
        columns.push_back(
            {std::to_string(depth),
             count,
             ideal,
             leaves_text(count) + " below " + branches + "; in a perfect tree " + grouped(ideal)});
    }
    return column_chart("Leaves by the number of branches above them", columns);
}

std::string fill_chart(const Survey& survey) {
    std::vector<Column> columns;
    const std::size_t step = 100 / survey.leaf_fill.size();
    for (std::size_t index = 0; index < survey.leaf_fill.size(); ++index) {
        const std::string from = std::to_string(index * step);
        columns.push_back({from + " %",
                           survey.leaf_fill.at(index),
                           std::nullopt,
                           leaves_text(survey.leaf_fill.at(index)) + " from " + from + " to " +
                               std::to_string((index + 1) * step) + " % full"});
    }
    return column_chart("Leaves by how full they are", columns);
}

std::string size_chart(const std::string& about, const SizeHistogram& sizes) {
    std::vector<Column> columns;
    for (std::size_t bits = 0; bits < sizes.counts.size(); ++bits)
        columns.push_back({size_label(bits),
                           sizes.counts[bits],
                           std::nullopt,
                           grouped(sizes.counts[bits]) + " of " + size_range(bits) + " bytes"});
    return column_chart(about, columns);
}

}  // namespace dbdb::tool::report
