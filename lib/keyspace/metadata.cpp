#include "keyspace/metadata.hpp"

namespace dbdb::keyspace {

namespace {

std::chrono::system_clock::time_point time_of(std::int64_t ns) {
    using std::chrono::system_clock;
    return system_clock::time_point(
        std::chrono::duration_cast<system_clock::duration>(std::chrono::nanoseconds(ns)));
}

}  // namespace

Metadata metadata_of(const format::EntryView& entry) {
    Metadata metadata;
    metadata.value_bytes = entry.payload.size();
    metadata.stored_bytes =
        format::entry_bytes(entry.key.size(), entry.payload.size()) + format::external_bytes(entry);
    if (!entry.is_extended) return metadata;
    const format::PayloadView payload(entry.payload);
    metadata.value_bytes = payload.value_bytes();
    if (const auto deadline_ms = payload.deadline_ms())
        metadata.expires_at = Expiry(std::chrono::milliseconds(*deadline_ms));
    if (const auto times = payload.times()) {
        metadata.created = time_of(times->created_ns);
        metadata.updated = time_of(times->updated_ns);
    }
    for (const std::string_view tag : payload.tags())
        metadata.tags.emplace_back(tag);
    metadata.content_type = payload.content_type();
    return metadata;
}

}  // namespace dbdb::keyspace
