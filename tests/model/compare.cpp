#include "compare.hpp"

#include <algorithm>
#include <stdexcept>

namespace dbdb::test {
namespace {

using Entries = std::vector<Entry>;

Entries entries_between(Model::const_iterator first, Model::const_iterator last) {
    Entries entries;
    for (; first != last; ++first)
        entries.push_back({first->first, first->second});
    return entries;
}

bool has_prefix(std::string_view key, std::string_view prefix) { return key.starts_with(prefix); }

Entries entries_with_prefix(const Model& model, std::string_view prefix) {
    const auto first = model.lower_bound(prefix);
    auto last = first;
    while (last != model.end() && has_prefix(last->first, prefix))
        ++last;
    return entries_between(first, last);
}

void require_same_walk(const Range& range, const Entries& expected, const char* what) {
    std::size_t index = 0;
    for (const Entry& entry : range) {
        require(index < expected.size() && entry == expected[index], what);
        ++index;
    }
    require(index == expected.size() && range.count() == index, what);
    require(range.empty() == expected.empty(), what);
}

/// The range as it is, and with random reversals, skips and limits.
void require_same_range(const Range& range, Entries expected, Random& random) {
    require_same_walk(range, expected, "a range");
    Range derived = range;
    for (int step = 0; step < 3; ++step) {
        const std::size_t count = random.below(expected.size() + 2);
        const std::size_t within = std::min(count, expected.size());
        switch (random.below(3)) {
            case 0:
                derived = derived.reverse();
                std::reverse(expected.begin(), expected.end());
                break;
            case 1:
                derived = derived.skip(count);
                expected.erase(expected.begin(), expected.begin() + static_cast<long>(within));
                break;
            default:
                derived = derived.limit(count);
                expected.resize(within);
        }
        require_same_walk(derived, expected, "a derived range");
    }
}

}  // namespace

void require(bool holds, const char* what) {
    if (!holds) throw std::runtime_error(std::string(what) + " differs from the model");
}

void require_same(const Snapshot& snapshot, const Model& model) {
    Entries expected = entries_between(model.begin(), model.end());
    require(snapshot.size() == expected.size(), "size");
    require_same_walk(snapshot.range(), expected, "the whole range");
    std::reverse(expected.begin(), expected.end());
    require_same_walk(snapshot.range().reverse(), expected, "the whole range reversed");
}

template <typename Readable>
void require_same_at(const Readable& readable,
                     const Model& model,
                     const std::string& key,
                     Random& random) {
    const auto found = model.find(key);
    const auto value = readable.get(key);
    require(value.has_value() == (found != model.end()), "presence");
    require(!value || *value == found->second, "a value");
    require(readable.contains(key) == value.has_value(), "contains");
    require(readable.size() == model.size(), "size");
    const std::size_t index = random.below(model.size() + 1);
    const auto entry = readable.nth(index);
    require(entry.has_value() == (index < model.size()), "presence of an index");
    if (!entry) return;
    require(readable.rank(entry->key) == index, "a rank");
    const auto same = model.find(entry->key);
    require(same != model.end() && same->second == entry->value, "the entry of an index");
}

template <typename Readable>
void require_same_ranges(const Readable& readable,
                         const Model& model,
                         const std::string& from,
                         const std::string& to,
                         Random& random) {
    const auto first = model.lower_bound(from);
    const auto last = model.lower_bound(to);
    const Entries between = from < to ? entries_between(first, last) : Entries{};
    require(readable.count(from, to) == between.size(), "a count");
    require_same_range(readable.range(from, to), between, random);
    require_same_range(readable.range_from(from), entries_between(first, model.end()), random);
    require_same_range(readable.range_to(to), entries_between(model.begin(), last), random);
    const std::string prefix = from.substr(0, random.below(from.size() + 1));
    const Entries prefixed = entries_with_prefix(model, prefix);
    require(readable.count_prefix(prefix) == prefixed.size(), "a count of a prefix");
    require_same_range(readable.prefix(prefix), prefixed, random);
}

template void require_same_at(const Snapshot&, const Model&, const std::string&, Random&);
template void require_same_at(const Transaction&, const Model&, const std::string&, Random&);
template void require_same_ranges(
    const Snapshot&, const Model&, const std::string&, const std::string&, Random&);
template void require_same_ranges(
    const Transaction&, const Model&, const std::string&, const std::string&, Random&);

}  // namespace dbdb::test
