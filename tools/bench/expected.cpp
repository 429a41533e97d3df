#include "expected.hpp"

#include <algorithm>
#include <array>
#include <vector>

namespace dbdb::bench {

namespace {

bool key_less(const Change& left, const Change& right) { return left.key < right.key; }

/// The last change of each key, in the order of keys.
std::vector<Change> newest_by_key(std::span<const Change> changes) {
    std::vector<Change> sorted(changes.rbegin(), changes.rend());
    std::stable_sort(sorted.begin(), sorted.end(), key_less);
    const auto same_key = [](const Change& left, const Change& right) {
        return left.key == right.key;
    };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), same_key), sorted.end());
    return sorted;
}

/// Calls `take` with each entry that there is after `changes`, in the order of keys.
template <typename Function>
void merge(std::span<const Change> entries, std::span<const Change> changes, Function&& take) {
    for (const Change& change : newest_by_key(changes)) {
        for (; !entries.empty() && key_less(entries.front(), change); entries = entries.subspan(1))
            take(entries.front());
        if (!entries.empty() && entries.front().key == change.key) entries = entries.subspan(1);
        if (!change.erases) take(change);
    }
    for (const Change& entry : entries)
        take(entry);
}

template <typename Proof>
void add_all(std::span<const Change> entries, Direction direction, Proof& proof) {
    const auto add = [&](const Change& entry) { proof.add(entry.key, entry.value); };
    if (direction == Direction::forward)
        std::for_each(entries.begin(), entries.end(), add);
    else
        std::for_each(entries.rbegin(), entries.rend(), add);
}

}  // namespace

Digest expected_scan(std::span<const Change> entries, Direction direction) {
    Digest digest;
    add_all(entries, direction, digest);
    return digest;
}

Outline expected_outline(std::span<const Change> entries, Direction direction) {
    Outline outline(direction);
    add_all(entries, direction, outline);
    return outline;
}

std::vector<Change> entries_after(std::span<const Change> entries,
                                  std::span<const Change> changes) {
    std::vector<Change> after;
    after.reserve(entries.size() + changes.size());
    merge(entries, changes, [&](const Change& entry) { after.push_back(entry); });
    return after;
}

Digest expected_scan_after(std::span<const Change> entries, std::span<const Change> changes) {
    Digest digest;
    merge(entries, changes, [&](const Change& entry) { digest.add(entry.key, entry.value); });
    return digest;
}

Digest expected_follow(Chain chain, std::uint64_t steps) {
    Digest digest;
    std::array<char, Shape{}.value_bytes> value;
    for (std::uint64_t step = 0; step < steps; ++step) {
        fill_value(value, chain.key(), 0);
        const std::string_view text(value.data(), value.size());
        digest.add(text);
        chain.advance(text);
    }
    return digest;
}

}  // namespace dbdb::bench
