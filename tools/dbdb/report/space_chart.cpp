#include <algorithm>

#include "number_text.hpp"
#include "report/charts.hpp"
#include "report/html.hpp"
#include "size_text.hpp"

namespace dbdb::tool::report {

namespace {

constexpr double hundred = 100;

/// Columns reach this far below the next one: where pixels are rounded no gap is seen.
constexpr double overlap = 0.1;

std::string css_class_of(std::size_t kind) {
    std::string name(space_kind_name(static_cast<SpaceKind>(kind)));
    std::ranges::replace(name, '_', '-');
    return "kind-" + name;
}

double share_of(std::uint64_t part, std::uint64_t whole) {
    return whole == 0 ? 0 : hundred * static_cast<double>(part) / static_cast<double>(whole);
}

/// "12 % leaf, 88 % garbage".
std::string parts_text(const SpaceBytes& bytes) {
    std::string text;
    for (std::size_t kind = 0; kind < space_kind_count; ++kind) {
        if (bytes.bytes[kind] == 0) continue;
        text += (text.empty() ? "" : ", ") + percent_text(bytes.bytes[kind], bytes.sum()) + " " +
                kind_text(static_cast<SpaceKind>(kind));
    }
    return text;
}

/// One part of the file as a column, full from the bottom up in the order of the kinds.
std::string stacked_column(const SpaceBytes& bytes, double x, double width) {
    std::string marks;
    double bottom = hundred;
    for (std::size_t kind = 0; kind < space_kind_count; ++kind) {
        const double height = share_of(bytes.bytes[kind], bytes.sum());
        if (height == 0) continue;
        bottom -= height;
        marks += rect(css_class_of(kind), {x, std::max(bottom, 0.0), width, height});
    }
    return marks;
}

std::string swatch(std::size_t kind) {
    return "<svg class=\"swatch\" aria-hidden=\"true\">" +
           rect(css_class_of(kind), {0, 0, 100, 100}) + "</svg> ";
}

}  // namespace

std::string kind_text(SpaceKind kind) {
    std::string name(space_kind_name(kind));
    std::ranges::replace(name, '_', ' ');
    return name;
}

std::string space_map(const Survey& survey) {
    std::string svg =
        "<svg class=\"map\" role=\"img\" aria-label=\"The file from its first byte "
        "to its last, and what each part of it is\">\n";
    const double width = hundred / static_cast<double>(survey.buckets.size());
    for (std::size_t index = 0; index < survey.buckets.size(); ++index) {
        const SpaceBytes& bytes = survey.buckets[index];
        const std::string hint = "from byte " + grouped(index * survey.bucket_bytes) + " on, " +
                                 size_text(bytes.sum()) + ": " + parts_text(bytes);
        svg += hinted(hint,
                      stacked_column(bytes, static_cast<double>(index) * width, width + overlap));
    }
    return svg + "</svg>\n<p class=\"ends quiet\"><span>first byte</span><span>" +
           size_text(survey.bytes.sum()) + "</span></p>\n";
}

std::string space_bar(const SpaceBytes& bytes, std::uint64_t whole) {
    std::string svg =
        "<svg class=\"stack\" role=\"img\" aria-label=\"" + parts_text(bytes) + "\">\n";
    double x = 0;
    for (std::size_t kind = 0; kind < space_kind_count; ++kind) {
        const double width = share_of(bytes.bytes[kind], whole);
        if (width == 0) continue;
        const std::string hint =
            kind_text(static_cast<SpaceKind>(kind)) + ", " + size_text(bytes.bytes[kind]);
        svg += hinted(hint, rect(css_class_of(kind), {x, 0, width, hundred}));
        x += width;
    }
    return svg + "</svg>\n";
}

std::string kind_table(const Survey& survey) {
    std::string table =
        "<div class=\"scroll\"><table id=\"kinds\">\n<tr><th>kind</th><th>bytes</th>"
        "<th>part</th></tr>\n";
    for (std::size_t kind = 0; kind < space_kind_count; ++kind) {
        const std::uint64_t bytes = survey.bytes.bytes[kind];
        const auto named = static_cast<SpaceKind>(kind);
        table += "<tr data-kind=\"" + std::string(space_kind_name(named)) + "\"><td>" +
                 swatch(kind) + kind_text(named) + "</td>" + bytes_cell(bytes) + "<td>" +
                 percent_text(bytes, survey.bytes.sum()) + "</td></tr>\n";
    }
    return table + "</table></div>\n";
}

}  // namespace dbdb::tool::report
