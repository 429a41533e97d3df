/// Batches: many entries become a tree of their own, which is joined with that of the keyspace, so
/// that each leaf is made anew once however many of its entries change.
#include <algorithm>
#include <functional>
#include <vector>

#include "keyspace/entries.hpp"
#include "transaction/change.hpp"
#include "tree/algebra.hpp"

namespace dbdb::transaction {

namespace {

/// By key, each once: of the same key the last one given.
template <typename Item, typename KeyOf>
std::vector<Item> sorted_by_key(std::span<const Item> items, KeyOf key_of) {
    std::vector<Item> sorted(items.begin(), items.end());
    std::ranges::reverse(sorted);
    std::ranges::stable_sort(sorted, {}, key_of);
    const auto have_one_key = [&](const Item& left, const Item& right) {
        return std::invoke(key_of, left) == std::invoke(key_of, right);
    };
    sorted.erase(std::unique(sorted.begin(), sorted.end(), have_one_key), sorted.end());
    return sorted;
}

}  // namespace

/// Leaves stay in memory, as those of any edit do.
tree::Builder Change::memory_builder() {
    return tree::Builder(
        [this](std::span<const format::LeafEntry> entries) { return space_.make_leaf(entries); });
}

void Change::set_many(Opened& keyspace, std::span<const Entry> entries) {
    require_active();
    for (const Entry& entry : entries)
        require_limits(entry.key.size(), entry.value.size());
    if (entries.empty()) return;
    guarded([&] {
        tree::Builder builder = memory_builder();
        keyspace::KeyspaceRecord added;
        for (const Entry& entry : sorted_by_key(entries, &Entry::key)) {
            const format::EntryView stored = store_value(
                keyspace, entry.key, entry.value, attributes_for(keyspace, entry.key, {}));
            builder.add(stored);
            if (stored.is_extended) keyspace::add_to_indexes(space_, added, stored);
        }
        added.entries = builder.finish(space_);
        keyspace::unite(space_, keyspace.record, added);
        keyspace.exists = true;
        spill_if_over_budget();
    });
}

/// Where there are indexes to follow, each entry must be looked at.
std::uint64_t Change::erase_many(Opened& keyspace, std::span<const std::string_view> keys) {
    require_active();
    if (keyspace::has_indexes(keyspace.record)) {
        std::uint64_t erased = 0;
        for (const std::string_view key : keys)
            erased += erase(keyspace, key);
        return erased;
    }
    return guarded([&] {
        tree::Builder builder = memory_builder();
        for (const std::string_view key : sorted_by_key(keys, std::identity{}))
            if (key.size() <= key_bytes_max) builder.add({key, {}, false});
        Root& tree = keyspace.record.entries;
        const std::uint64_t before = tree.count;
        tree = tree::subtract(space_, tree, builder.finish(space_));
        spill_if_over_budget();
        return before - tree.count;
    });
}

}  // namespace dbdb::transaction
