/// Making the indexes of keyspaces anew from their entries.
#include "dbdb/error.hpp"

#include "keyspace/entries.hpp"
#include "keyspace/index_check.hpp"
#include "keyspace/walk.hpp"
#include "transaction/change.hpp"

namespace dbdb::transaction {

namespace {

/// Damage in an index is as good a reason to make it anew as a wrong one.
bool are_indexes_right(const tree::Source& source, const keyspace::KeyspaceRecord& record) {
    try {
        return keyspace::fault_of_indexes(source, {}, record) == nullptr;
    } catch (const Error& error) {
        if (error.errc() != Errc::corrupt) throw;
        return false;
    }
}

}  // namespace

bool Change::repair_indexes(Opened& keyspace) {
    keyspace::KeyspaceRecord& record = keyspace.record;
    if (are_indexes_right(*source_, record)) return false;
    record.deadlines = {};
    record.tags = {};
    keyspace::walk(*source_, record.entries, "", std::nullopt, [&](const format::EntryView& entry) {
        if (entry.is_extended) keyspace::add_to_indexes(space_, record, entry);
        return true;
    });
    spill_if_over_budget();
    return true;
}

std::uint64_t Change::repair_indexes() {
    require_active();
    return guarded([&] {
        std::vector<std::string> names{""};
        keyspace::each_keyspace(
            *source_, work_.catalog(), [&](std::string_view name, const keyspace::KeyspaceRecord&) {
                if (!name.empty()) names.emplace_back(name);
            });
        std::uint64_t repaired = 0;
        for (const std::string& name : names)
            repaired += repair_indexes(*work_.open(*source_, name));
        return repaired;
    });
}

}  // namespace dbdb::transaction
