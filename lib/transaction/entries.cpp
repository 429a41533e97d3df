/// What a transaction does to entries that have more than a value.
#include "keyspace/entries.hpp"

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

/// What an entry gets that is set with `wanted`: the keyspace's own options say more.
Attributes Change::attributes_for(const Opened& keyspace,
                                  std::string_view key,
                                  const Attributes& wanted) const {
    static_cast<void>(keyspace);
    static_cast<void>(key);
    return wanted;
}

void Change::set(Opened& keyspace,
                 std::string_view key,
                 std::string_view value,
                 const EntryOptions& options) {
    require_active();
    require_limits(key.size(), value.size());
    const EntryAttributes wanted(world_->name(), key, options, source_->now_ms());
    guarded([&] {
        const Attributes attributes = attributes_for(keyspace, key, wanted.view());
        put(keyspace, store_value(key, value, attributes));
    });
}

void Change::Run::set(std::string_view key, std::string_view value, const EntryOptions& options) {
    require_open();
    const EntryAttributes wanted(change_->world_->name(), key, options, change_->source_->now_ms());
    set(key, value, change_->attributes_for(*keyspace_, key, wanted.view()));
}

/// `entry` with other attributes: its value stays where it is.
EntryView Change::store_again(const EntryView& entry, const Attributes& attributes) {
    if (format::has_blob(entry)) {
        format::write_payload(payload_, attributes, format::blob_of(entry.payload));
    } else {
        format::write_payload(payload_, attributes, source_->value(entry));
    }
    const std::string_view payload = format::as_text(payload_.data(), payload_.size());
    const bool is_extended = !attributes.is_none() || format::has_blob(entry);
    return {entry.key, is_extended ? payload : payload.substr(1), is_extended};
}

bool Change::change_attributes(Opened& keyspace,
                               std::string_view key,
                               const std::function<void(Attributes&)>& change) {
    return guarded([&] {
        const auto found = tree::find(*source_, keyspace.record.entries, key);
        if (!found || !source_->is_live(*found)) return false;
        Attributes attributes = format::attributes_of(*found);
        change(attributes);
        EntryView changed = store_again(*found, attributes);
        changed.key = key;
        keyspace::insert(space_, keyspace.record, changed);
        spill_if_over_budget();
        return true;
    });
}

bool Change::set_deadline(Opened& keyspace, std::string_view key, const EntryOptions& when) {
    require_active();
    const auto deadline_ms = deadline_of(world_->name(), key, when, source_->now_ms());
    return change_attributes(
        keyspace, key, [&](Attributes& attributes) { attributes.deadline_ms = deadline_ms; });
}

bool Change::clear_deadline(Opened& keyspace, std::string_view key) {
    require_active();
    return change_attributes(
        keyspace, key, [](Attributes& attributes) { attributes.deadline_ms.reset(); });
}

std::uint64_t Change::sweep(Opened& keyspace, std::uint64_t limit) {
    require_active();
    return guarded([&] {
        const auto swept = keyspace::sweep(space_, keyspace.record, source_->now_ms(), limit);
        spill_if_over_budget();
        return swept;
    });
}

/// In the keyspaces that this transaction has touched.
std::uint64_t Change::sweep_open(std::uint64_t limit) {
    std::uint64_t swept = 0;
    work_.each_open([&](Opened& opened) {
        if (opened.record.deadlines.is_empty() || swept >= limit) return;
        swept += keyspace::sweep(space_, opened.record, source_->now_ms(), limit - swept);
    });
    return swept;
}

/// Opens those keyspaces only in which something has expired.
std::uint64_t Change::sweep_all(std::uint64_t limit) {
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
        const std::uint64_t swept = sweep_open(limit);
        spill_if_over_budget();
        return swept;
    });
}

}  // namespace dbdb::transaction
