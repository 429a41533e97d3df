#include "keyspace/filter_node.hpp"

#include <algorithm>

#include "format/payload.hpp"

namespace dbdb::keyspace {

namespace {

bool is_within(const FilterNode& node, std::optional<std::int64_t> value) {
    return value && (!node.from || *value >= *node.from) && (!node.to || *value < *node.to);
}

std::optional<std::int64_t> value_bytes_of(const format::EntryView& entry) {
    return static_cast<std::int64_t>(entry.is_extended
                                         ? format::PayloadView(entry.payload).value_bytes()
                                         : entry.payload.size());
}

/// One byte of a pattern, taken from its front.
struct PatternByte {
    char byte;
    bool is_any;
};

PatternByte take(std::string_view& pattern) {
    const bool is_escaped = pattern[0] == '\\' && pattern.size() > 1;
    if (is_escaped) pattern.remove_prefix(1);
    const PatternByte taken{pattern[0], !is_escaped && pattern[0] == '?'};
    pattern.remove_prefix(1);
    return taken;
}

}  // namespace

bool holds_of(const FilterNode& node, const format::EntryView& entry) {
    const format::Attributes attributes = format::attributes_of(entry);
    const auto& times = attributes.times;
    switch (node.kind) {
        case FilterKind::tag:
            return std::any_of(attributes.tags.begin(),
                               attributes.tags.end(),
                               [&](std::string_view tag) { return tag == node.text; });
        case FilterKind::created:
            return times && is_within(node, times->created_ns);
        case FilterKind::updated:
            return times && is_within(node, times->updated_ns);
        case FilterKind::expires:
            return is_within(node, attributes.deadline_ms);
        case FilterKind::value_bytes:
            return is_within(node, value_bytes_of(entry));
        case FilterKind::key_contains:
            return entry.key.find(node.text) != std::string_view::npos;
        case FilterKind::key_matches:
            return matches_pattern(entry.key, node.text);
        case FilterKind::all:
        case FilterKind::any:
        case FilterKind::none:
            break;
    }
    return false;
}

/// When a byte does not match, only the last star before it may take one byte more.
bool matches_pattern(std::string_view key, std::string_view pattern) {
    std::optional<std::string_view> behind_star;
    std::string_view key_at_star;
    for (;;) {
        if (!pattern.empty() && pattern[0] == '*') {
            pattern.remove_prefix(1);
            behind_star = pattern;
            key_at_star = key;
            continue;
        }
        if (key.empty() && pattern.empty()) return true;
        if (!key.empty() && !pattern.empty()) {
            std::string_view rest = pattern;
            const PatternByte wanted = take(rest);
            if (wanted.is_any || wanted.byte == key[0]) {
                pattern = rest;
                key.remove_prefix(1);
                continue;
            }
        }
        if (!behind_star || key_at_star.empty()) return false;
        key_at_star.remove_prefix(1);
        key = key_at_star;
        pattern = *behind_star;
    }
}

}  // namespace dbdb::keyspace
