/// What a transaction does to entries that have more than a value.
#include "keyspace/entries.hpp"

#include <algorithm>
#include <limits>

#include "transaction/change.hpp"
#include "transaction/entry_attributes.hpp"
#include "tree/search.hpp"

namespace dbdb::transaction {

using format::Attributes;
using format::EntryView;

/// Whether there is an entry that nobody has removed since.
bool Change::has_expired(const Opened& keyspace, std::string_view key) const {
    if (keyspace.record.deadlines.is_empty()) return false;
    const auto found = tree::find(*source_, keyspace.record.entries, key);
    return found && !source_->is_live(*found);
}

Attributes Change::with_defaults(const Opened& keyspace,
                                 std::string_view key,
                                 Attributes attributes) const {
    const format::KeyspaceOptions& options = keyspace.record.options;
    if (options.default_ttl_ms != 0 && !attributes.deadline_ms)
        attributes.deadline_ms = default_deadline(key, options.default_ttl_ms);
    if (options.track_times && !attributes.times) attributes.times = times_for(keyspace, key);
    return attributes;
}

/// Beyond what can be told an entry stays.
std::optional<std::int64_t> Change::default_deadline(std::string_view key,
                                                     std::uint64_t ttl_ms) const {
    const std::int64_t now_ms = source_->now_ms();
    const auto left_ms = std::uint64_t{std::numeric_limits<std::int64_t>::max()} -
                         static_cast<std::uint64_t>(std::max(now_ms, std::int64_t{0}));
    if (ttl_ms > left_ms) return std::nullopt;
    const std::chrono::milliseconds ttl(static_cast<std::int64_t>(ttl_ms));
    return deadline_of(world_->name(), key, {.ttl = ttl}, now_ms, PastExpiry::refused);
}

/// Of an entry that is set now: it stays as old as the one that it replaces.
format::EntryTimes Change::times_for(const Opened& keyspace, std::string_view key) const {
    const std::int64_t now_ns = source_->now_ns();
    const auto before = tree::find(*source_, keyspace.record.entries, key);
    const auto times =
        before && source_->is_live(*before) ? format::attributes_of(*before).times : std::nullopt;
    return times ? format::EntryTimes{times->created_ns, std::max(now_ns, times->created_ns)}
                 : format::EntryTimes{now_ns, now_ns};
}

void Change::set(Opened& keyspace,
                 std::string_view key,
                 std::string_view value,
                 const EntryOptions& options) {
    require_active();
    require_limits(key.size(), value.size());
    const EntryAttributes wanted(
        world_->name(), key, options, source_->now_ms(), PastExpiry::refused);
    guarded([&] {
        const Attributes attributes = attributes_for(keyspace, key, wanted.view());
        put(keyspace, store_value(keyspace, key, value, attributes));
    });
}

void Change::Run::set(std::string_view key, std::string_view value, const EntryOptions& options) {
    require_open();
    const EntryAttributes wanted(
        change_->world_->name(), key, options, change_->source_->now_ms(), PastExpiry::taken);
    set(key, value, change_->attributes_for(*keyspace_, key, wanted.view()));
}

/// `entry` with other attributes: its value stays where it is.
EntryView Change::store_again(const EntryView& entry, const Attributes& attributes) {
    const std::uint64_t raw_bytes =
        entry.is_extended ? format::PayloadView(entry.payload).raw_bytes() : 0;
    if (format::has_blob(entry)) {
        format::write_payload(payload_, attributes, format::blob_of(entry.payload), raw_bytes);
    } else {
        format::write_payload(payload_, attributes, source_->stored_value(entry), raw_bytes);
    }
    const std::string_view payload = format::as_text(payload_.data(), payload_.size());
    const bool is_extended = !attributes.is_none() || format::has_blob(entry) || raw_bytes != 0;
    return {entry.key, is_extended ? payload : payload.substr(1), is_extended};
}

bool Change::change_attributes(Opened& keyspace,
                               std::string_view key,
                               const std::function<void(Attributes&)>& change) {
    const auto found = tree::find(*source_, keyspace.record.entries, key);
    if (!found || !source_->is_live(*found)) return false;
    Attributes attributes = format::attributes_of(*found);
    change(attributes);
    return guarded([&] {
        EntryView changed = store_again(*found, attributes);
        changed.key = key;
        keyspace::insert(space_, keyspace.record, changed);
        spill_if_over_budget();
        return true;
    });
}

bool Change::set_deadline(Opened& keyspace, std::string_view key, const EntryOptions& when) {
    require_active();
    const auto deadline_ms =
        deadline_of(world_->name(), key, when, source_->now_ms(), PastExpiry::refused);
    return change_attributes(
        keyspace, key, [&](Attributes& attributes) { attributes.deadline_ms = deadline_ms; });
}

bool Change::clear_deadline(Opened& keyspace, std::string_view key) {
    require_active();
    return change_attributes(
        keyspace, key, [](Attributes& attributes) { attributes.deadline_ms.reset(); });
}

bool Change::set_tags(Opened& keyspace, std::string_view key, std::span<const std::string> tags) {
    require_active();
    const std::string list = tag_list_of(world_->name(), key, tags);
    return change_attributes(
        keyspace, key, [&](Attributes& attributes) { attributes.tags = format::TagList(list); });
}

bool Change::add_tag(Opened& keyspace, std::string_view key, std::string_view tag) {
    require_active();
    std::string list;
    return change_attributes(keyspace, key, [&](Attributes& attributes) {
        std::vector<std::string> tags(attributes.tags.begin(), attributes.tags.end());
        tags.emplace_back(tag);
        list = tag_list_of(world_->name(), key, tags);
        attributes.tags = format::TagList(list);
    });
}

bool Change::remove_tag(Opened& keyspace, std::string_view key, std::string_view tag) {
    require_active();
    std::string list;
    bool had_tag = false;
    change_attributes(keyspace, key, [&](Attributes& attributes) {
        std::vector<std::string> tags(attributes.tags.begin(), attributes.tags.end());
        had_tag = std::erase(tags, tag) != 0;
        list = tag_list_of(world_->name(), key, tags);
        attributes.tags = format::TagList(list);
    });
    return had_tag;
}

std::uint64_t Change::sweep(Opened& keyspace, std::uint64_t limit) {
    require_active();
    return guarded([&] {
        const auto swept = keyspace::sweep(
            space_, keyspace.record, source_->now_ms(), limit, [](std::string_view) {});
        swept_ += swept;
        spill_if_over_budget();
        return swept;
    });
}

/// In the keyspaces that this transaction has touched.
std::uint64_t Change::sweep_open(std::uint64_t limit,
                                 const std::function<void(SweptEntry)>& removed) {
    std::uint64_t swept = 0;
    work_.each_open([&](const std::string& name, Opened& opened) {
        if (opened.record.deadlines.is_empty() || swept >= limit) return;
        const auto tell = [&](std::string_view key) {
            if (removed) removed({name, std::string(key)});
        };
        swept += keyspace::sweep(space_, opened.record, source_->now_ms(), limit - swept, tell);
    });
    swept_ += swept;
    return swept;
}

/// Opens those keyspaces only in which something has expired.
std::uint64_t Change::sweep_all(std::uint64_t limit,
                                const std::function<void(SweptEntry)>& removed) {
    require_active();
    return guarded([&] {
        std::vector<std::string> names;
        const std::int64_t now_ms = source_->now_ms();
        keyspace::each_keyspace(
            *source_,
            work_.catalog(),
            [&](std::string_view name, const keyspace::KeyspaceRecord& record) {
                if (!keyspace::expired_keys(*source_, record, now_ms, 1).empty())
                    names.emplace_back(name);
            });
        for (const std::string& name : names)
            work_.open(*source_, name);
        const std::uint64_t swept = sweep_open(limit, removed);
        spill_if_over_budget();
        return swept;
    });
}

}  // namespace dbdb::transaction
