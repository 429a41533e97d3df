#include "transaction/record.hpp"

#include <span>

#include "format/jump_target.hpp"
#include "format/layout.hpp"

namespace dbdb::transaction {

using format::CommitLink;
using format::CommitRecord;

namespace {

/// The bytes from the record on; empty when it does not lie in the readable file.
std::span<const std::byte> bytes_from(const tree::Source& source, const CommitLink& link) {
    const std::uint64_t limit = source.limit();
    if (!is_place_for_record(link.address, format::commit_record_bytes_min, limit)) return {};
    const std::uint64_t offset = to_offset(link.address);
    return {source.data() + offset, limit - offset};
}

}  // namespace

std::optional<CommitRecord> find_record(const tree::Source& source, const CommitLink& link) {
    return decode_commit_record(bytes_from(source, link), source.identity().file_id, link);
}

CommitRecord read_record(const tree::Source& source, const CommitLink& link) {
    auto record = find_record(source, link);
    if (!record) {
        source.throw_corrupt("damaged record of commit " + std::to_string(link.commit_id),
                             to_offset(link.address));
    }
    return *std::move(record);
}

Version version_of(const CommitRecord& record, const CommitLink& link, const tree::Source& source) {
    Version version;
    version.link = link;
    version.position = record.position;
    version.time_ns = record.time_ns;
    version.previous = record.previous;
    version.jump = record.jump;
    version.main = record.default_keyspace;
    version.catalog = record.catalog;
    const std::size_t record_bytes = record.bytes();
    version.live_bytes = record.live_bytes;
    version.keyspace_bytes =
        record.live_bytes - record_bytes - version.main.bytes - version.catalog.bytes;
    version.begin = to_offset(record.begin);
    version.tail = to_offset(link.address) + record_bytes;
    version.source = &source;
    return version;
}

Version read_version(const tree::Source& source, const CommitLink& link) {
    if (!link.is_none()) return version_of(read_record(source, link), link, source);
    Version empty;
    empty.source = &source;
    return empty;
}

std::optional<Version> find_version(const Version& newest,
                                    CommitId id,
                                    const tree::Source& source) {
    if (id == 0) return read_version(source, {});
    Version version = newest;
    while (version.id() > id) {
        const bool can_jump = version.jump.commit_id >= id;
        version = read_version(source, can_jump ? version.jump : version.previous);
    }
    return version.id() == id ? std::optional(version) : std::nullopt;
}

bool is_whole(const Version& version, const tree::Source& source) {
    if (version.link.is_none()) return true;
    const auto record = find_record(source, version.link);
    if (!record) return false;
    const std::uint64_t end = to_offset(version.link.address);
    const std::span bytes(source.data() + version.begin, end - version.begin);
    const std::uint64_t seed =
        appended_seed(source.identity().file_id, format::Address{version.begin}, version.id());
    return format::checksum(bytes, seed) == record->appended_checksum;
}

std::int64_t nanoseconds_of(std::chrono::system_clock::time_point time) {
    return std::chrono::duration_cast<std::chrono::nanoseconds>(time.time_since_epoch()).count();
}

std::chrono::system_clock::time_point time_of(std::int64_t ns) {
    return std::chrono::system_clock::time_point(
        std::chrono::duration_cast<std::chrono::system_clock::duration>(
            std::chrono::nanoseconds(ns)));
}

CommitInfo describe(const Version& version) {
    CommitInfo info;
    info.id = version.id();
    info.entries = version.main.count;
    info.live_bytes = version.live_bytes;
    info.appended_bytes = version.tail - version.begin;
    info.time = time_of(version.time_ns);
    if (!version.link.is_none()) info.message = read_record(*version.source, version.link).message;
    return info;
}

CommitLink next_jump(const Version& previous, const tree::Source& source) {
    const std::uint64_t target = format::jump_target(previous.position + 1);
    if (target == previous.position) return previous.link;
    // By the rule the target is then where the jump target of the previous commit jumps to.
    const CommitRecord record = read_record(source, previous.jump);
    if (record.position != format::jump_target(previous.position)) {
        source.throw_corrupt("commit record that a jump misses", to_offset(previous.jump.address));
    }
    return record.jump;
}

}  // namespace dbdb::transaction
