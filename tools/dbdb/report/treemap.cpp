/// Source of the layout: Bruls, Huizing, van Wijk, "Squarified Treemaps", 2000.
#include <algorithm>

#include "number_text.hpp"
#include "report/charts.hpp"
#include "report/html.hpp"
#include "size_text.hpp"
#include "statistics_figures.hpp"

namespace dbdb::tool::report {

namespace {

constexpr std::size_t boxes_max = 40;
constexpr std::size_t rows_max = 200;
constexpr double aspect = 2.5;  // About what the drawing has: width by height.
constexpr unsigned tone_count = 5;

struct Item {
    std::string name{};  ///< Text.
    std::uint64_t entries = 0;
    std::uint64_t bytes = 0;
};

std::string shown_name(const KeyspaceSurvey& keyspace) {
    return keyspace.name.empty() ? "(default)" : html_summary(keyspace.name);
}

/// The largest first; what is too small to be seen is one item.
std::vector<Item> items_of(const Survey& survey) {
    std::vector<Item> items;
    for (const KeyspaceSurvey& keyspace : survey.keyspaces)
        if (keyspace.bytes > 0)
            items.push_back({shown_name(keyspace), keyspace.entries, keyspace.bytes});
    std::ranges::stable_sort(items, std::ranges::greater{}, &Item::bytes);
    if (items.size() <= boxes_max) return items;
    Item rest{grouped(items.size() - boxes_max + 1) + " smaller ones"};
    for (std::size_t index = boxes_max - 1; index < items.size(); ++index) {
        rest.entries += items[index].entries;
        rest.bytes += items[index].bytes;
    }
    items.resize(boxes_max - 1);
    items.push_back(std::move(rest));
    return items;
}

/// Gives each area, which are sorted, a box; rows are filled as long as boxes become squarer.
class Layout {
public:
    explicit Layout(std::vector<double> areas) : areas_(std::move(areas)) {}

    std::vector<Box> boxes() {
        for (std::size_t begin = 0; begin < areas_.size();) {
            std::size_t end = begin + 1;
            while (end < areas_.size() && worst(begin, end + 1) <= worst(begin, end))
                ++end;
            place(begin, end);
            begin = end;
        }
        return std::move(boxes_);
    }

private:
    /// In squares: a hundredth of the width is `aspect` times as long as one of the height.
    bool is_wide() const { return free_.width * aspect >= free_.height; }

    double sum(std::size_t begin, std::size_t end) const {
        double all = 0;
        for (std::size_t index = begin; index < end; ++index)
            all += areas_[index];
        return all;
    }

    /// How much longer than wide the worst of these boxes would be.
    double worst(std::size_t begin, std::size_t end) const {
        const double all = sum(begin, end);
        const double side = is_wide() ? free_.height : free_.width * aspect;
        const double depth = all * aspect / side;
        double ratio = 1;
        for (std::size_t index = begin; index < end; ++index) {
            const double length = side * areas_[index] / all;
            ratio = std::max({ratio, length / depth, depth / length});
        }
        return ratio;
    }

    void place(std::size_t begin, std::size_t end) {
        const double all = sum(begin, end);
        const bool is_column = is_wide();
        const double depth = all / (is_column ? free_.height : free_.width);
        double along = is_column ? free_.y : free_.x;
        for (std::size_t index = begin; index < end; ++index) {
            const double length = areas_[index] / depth;
            boxes_.push_back(is_column ? Box{free_.x, along, depth, length}
                                       : Box{along, free_.y, length, depth});
            along += length;
        }
        (is_column ? free_.x : free_.y) += depth;
        (is_column ? free_.width : free_.height) -= depth;
    }

    std::vector<double> areas_;
    Box free_{0, 0, 100, 100};
    std::vector<Box> boxes_;
};

std::vector<Box> boxes_of(const std::vector<Item>& items) {
    double all = 0;
    for (const Item& item : items)
        all += static_cast<double>(item.bytes);
    std::vector<double> areas;
    for (const Item& item : items)
        areas.push_back(100 * 100 * static_cast<double>(item.bytes) / all);
    return Layout(std::move(areas)).boxes();
}

/// A drawing of its own, so that a name that is too long ends with the box.
std::string drawn(const Item& item, const Box& box, std::size_t index) {
    const bool has_label = box.width > 12 && box.height > 12;
    const std::string place = " x=\"" + percent(box.x) + "\" y=\"" + percent(box.y) +
                              "\" width=\"" + percent(box.width) + "\" height=\"" +
                              percent(box.height) + "\"";
    const std::string label =
        has_label ? "<text class=\"name\" x=\"8\" y=\"20\">" + item.name + "</text>" : "";
    const std::string hint = item.name + ", " + counted_grouped(item.entries, "entry", "entries") +
                             ", " + size_text(item.bytes);
    return hinted(hint,
                  "<svg" + place + ">" +
                      rect("tone" + std::to_string(index % tone_count), {0, 0, 100, 100}) + label +
                      "</svg>");
}

std::string row_of(const KeyspaceSurvey& keyspace) {
    return "<tr><td class=\"name\">" + shown_name(keyspace) + "</td>" +
           number_cell(keyspace.entries) + bytes_cell(keyspace.bytes) +
           number_cell(keyspace.height) + number_cell(keyspace.ideal_height()) +
           number_cell(keyspace.leaves.count) + "<td>" +
           std::to_string(fill_percent(keyspace.leaves)) + " %</td></tr>\n";
}

}  // namespace

std::string keyspace_map(const Survey& survey) {
    const std::vector<Item> items = items_of(survey);
    if (items.empty()) return "";
    const std::vector<Box> boxes = boxes_of(items);
    std::string svg =
        "<svg class=\"treemap\" role=\"img\" aria-label=\"The keyspaces, each as large "
        "as its bytes\">\n";
    for (std::size_t index = 0; index < items.size(); ++index)
        svg += drawn(items[index], boxes[index], index);
    return svg + "</svg>\n";
}

std::string keyspace_table(const Survey& survey) {
    std::string table =
        "<div class=\"scroll\"><table id=\"keyspaces\">\n<tr><th>keyspace</th>"
        "<th>entries</th><th>bytes</th><th>height</th><th>least height</th>"
        "<th>leaves</th><th>fill</th></tr>\n";
    const std::size_t shown = std::min(survey.keyspaces.size(), rows_max);
    for (std::size_t index = 0; index < shown; ++index)
        table += row_of(survey.keyspaces[index]);
    table += "</table></div>\n";
    if (shown == survey.keyspaces.size()) return table;
    return table + "<p class=\"quiet\">and " + grouped(survey.keyspaces.size() - shown) +
           " more</p>\n";
}

}  // namespace dbdb::tool::report
