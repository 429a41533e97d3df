#include "dbdb/query.hpp"

#include "keyspace/filter_node.hpp"

namespace dbdb {

using keyspace::FilterKind;
using keyspace::FilterNode;

namespace {

using Parts = std::vector<std::shared_ptr<const FilterNode>>;

FilterNode node_of(FilterKind kind, Parts parts) {
    FilterNode node;
    node.kind = kind;
    node.parts = std::move(parts);
    return node;
}

FilterNode node_of(FilterKind kind, std::string_view text) {
    FilterNode node;
    node.kind = kind;
    node.text = text;
    return node;
}

Parts parts_of(std::span<const std::string> tags) {
    Parts parts;
    for (const std::string& tag : tags)
        parts.push_back(std::make_shared<const FilterNode>(node_of(FilterKind::tag, tag)));
    return parts;
}

template <typename Unit>
FilterNode node_of(FilterKind kind, const TimeRange& range) {
    FilterNode node;
    node.kind = kind;
    const auto count_of = [](std::chrono::system_clock::time_point time) {
        return std::int64_t{std::chrono::ceil<Unit>(time.time_since_epoch()).count()};
    };
    if (range.from) node.from = count_of(*range.from);
    if (range.to) node.to = count_of(*range.to);
    return node;
}

}  // namespace

Filter::Filter() : Filter(FilterNode{}) {}

Filter::Filter(FilterNode node) : node_(std::make_shared<const FilterNode>(std::move(node))) {}

Filter Filter::tag(std::string_view tag) { return Filter(node_of(FilterKind::tag, tag)); }

Filter Filter::all_of(std::span<const std::string> tags) {
    return Filter(node_of(FilterKind::all, parts_of(tags)));
}

Filter Filter::any_of(std::span<const std::string> tags) {
    return Filter(node_of(FilterKind::any, parts_of(tags)));
}

Filter Filter::none_of(std::span<const std::string> tags) {
    return Filter(node_of(FilterKind::none, parts_of(tags)));
}

Filter Filter::created(const TimeRange& range) {
    return Filter(node_of<std::chrono::nanoseconds>(FilterKind::created, range));
}

Filter Filter::updated(const TimeRange& range) {
    return Filter(node_of<std::chrono::nanoseconds>(FilterKind::updated, range));
}

Filter Filter::expires(const TimeRange& range) {
    return Filter(node_of<std::chrono::milliseconds>(FilterKind::expires, range));
}

Filter Filter::value_bytes(std::uint64_t from, std::optional<std::uint64_t> to) {
    FilterNode node;
    node.kind = FilterKind::value_bytes;
    node.from = static_cast<std::int64_t>(std::min(from, value_bytes_max + 1));
    if (to) node.to = static_cast<std::int64_t>(std::min(*to, value_bytes_max + 1));
    return Filter(std::move(node));
}

Filter Filter::key_contains(std::string_view text) {
    return Filter(node_of(FilterKind::key_contains, text));
}

Filter Filter::key_matches(std::string_view pattern) {
    return Filter(node_of(FilterKind::key_matches, pattern));
}

Filter operator&&(const Filter& left, const Filter& right) {
    return Filter(node_of(FilterKind::all, Parts{left.node_, right.node_}));
}

Filter operator||(const Filter& left, const Filter& right) {
    return Filter(node_of(FilterKind::any, Parts{left.node_, right.node_}));
}

Filter operator!(const Filter& filter) {
    return Filter(node_of(FilterKind::none, Parts{filter.node_}));
}

}  // namespace dbdb
