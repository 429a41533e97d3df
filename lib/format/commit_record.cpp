#include "format/commit_record.hpp"

#include <algorithm>
#include <stdexcept>

#include "format/archive.hpp"
#include "format/checksum.hpp"
#include "format/jump_target.hpp"

namespace dbdb::format {

namespace {

constexpr std::size_t checksum_bytes = sizeof(std::uint64_t);

/// Where the word of parts stands in a record.
constexpr std::size_t parts_offset = 136;

/// A link of the record with `id` at `address`: none, or an older commit that lies below it.
bool is_sound_link(const CommitLink& link, std::uint64_t id, Address address) {
    if (link.is_none()) return true;
    return link.commit_id != 0 && link.commit_id < id &&
           is_place_for_record(link.address, commit_record_bytes_min, to_offset(address));
}

/// Whether `jump` can be `previous` or a commit before it, as the two positions want it.
bool is_sound_jump(const CommitRecord& record) {
    const std::uint64_t target = jump_target(record.position);
    if (record.jump.is_none() || target == 0) return record.jump.is_none() && target == 0;
    if (target == record.position - 1) return record.jump == record.previous;
    return record.jump.commit_id < record.previous.commit_id &&
           to_offset(record.jump.address) < to_offset(record.previous.address);
}

bool are_sound_links(const CommitRecord& record, Address address) {
    return is_sound_link(record.previous, record.id, address) &&
           is_sound_link(record.jump, record.id, address) &&
           is_sound_link(record.second_parent, record.id, address) &&
           record.previous.is_none() == (record.position == 1) && is_sound_jump(record);
}

std::uint64_t last_number(std::span<const std::byte> bytes) {
    return load<std::uint64_t>(bytes.last(checksum_bytes).data());
}

bool is_zero(std::span<const std::byte> bytes) {
    return std::ranges::all_of(bytes, [](std::byte byte) { return byte == std::byte{0}; });
}

/// The fields of a record whose checksum was right. Throws DecodeError.
CommitRecord fields(std::span<const std::byte> bytes) {
    InputArchive archive(bytes.subspan(commit_head_bytes));
    CommitRecord record;
    archive(record);
    // A record has one form only: what is zero is left out, and nothing is marked that is unknown.
    if (load<std::uint32_t>(bytes.data() + parts_offset) != record.parts()) {
        throw DecodeError("commit record has other parts than it says");
    }
    if (record.bytes() != bytes.size()) {
        throw DecodeError("commit record is of another length than its parts ask");
    }
    if (!is_zero(archive.left().first(archive.left().size() - checksum_bytes))) {
        throw DecodeError("commit record has padding that is not zero");
    }
    return record;
}

bool is_intact(std::span<const std::byte> bytes, FileId file_id, const CommitLink& link) {
    const std::uint64_t seed = checksum_seed(file_id, link.address, link.commit_id);
    return last_number(bytes) == link.checksum &&
           checksum(bytes.first(bytes.size() - checksum_bytes), seed) == link.checksum;
}

std::optional<CommitRecord> decode_fields(std::span<const std::byte> bytes) {
    try {
        return fields(bytes);
    } catch (const DecodeError&) {
        return std::nullopt;
    }
}

}  // namespace

std::uint64_t appended_seed(FileId file_id, Address begin, std::uint64_t commit_id) {
    return checksum_seed(file_id, begin, commit_id);
}

bool is_sound(const CommitRecord& record, Address address) {
    return record.position != 0 && record.position <= record.id &&
           record.message.size() <= commit_message_bytes_max &&
           is_place_for_record(address, record.bytes(), file_bytes_max) &&
           is_place_for_record(record.begin, 0, to_offset(address)) &&
           are_sound_links(record, address) && is_sound_root(record.catalog, to_offset(address)) &&
           is_sound_root(record.default_keyspace, to_offset(address));
}

std::vector<std::byte> encode(const CommitRecord& record, FileId file_id, Address address) {
    if (record.message.size() > commit_message_bytes_max) {
        throw std::length_error("commit message over 65,535 bytes");
    }
    if (!is_sound(record, address)) throw std::logic_error("commit record contradicts itself");
    std::vector<std::byte> bytes(record.bytes());
    const auto before_checksum = std::span(bytes).first(bytes.size() - checksum_bytes);
    FixedOutputArchive archive(before_checksum);
    archive(commit_tag, static_cast<std::uint32_t>(bytes.size()), record);
    store(before_checksum.data() + before_checksum.size(),
          checksum(before_checksum, checksum_seed(file_id, address, record.id)));
    return bytes;
}

CommitLink link_to(const CommitRecord& record, Address address, std::span<const std::byte> bytes) {
    return {record.id, address, last_number(bytes)};
}

std::optional<std::size_t> commit_record_length(std::span<const std::byte> head) {
    if (head.size() < commit_head_bytes) return std::nullopt;
    if (load<std::uint32_t>(head.data()) != commit_tag) return std::nullopt;
    const std::size_t bytes = load<std::uint32_t>(head.data() + 4);
    if (bytes % record_alignment != 0) return std::nullopt;
    if (bytes < commit_record_bytes_min || bytes > commit_record_bytes_max) return std::nullopt;
    return bytes;
}

std::optional<CommitRecord> decode_commit_record(std::span<const std::byte> bytes,
                                                 FileId file_id,
                                                 const CommitLink& link) {
    const auto length = commit_record_length(bytes);
    if (!length || *length > bytes.size()) return std::nullopt;
    const auto record_bytes = bytes.first(*length);
    if (!is_intact(record_bytes, file_id, link)) return std::nullopt;
    auto record = decode_fields(record_bytes);
    if (!record || record->id != link.commit_id) return std::nullopt;
    if (!is_sound(*record, link.address)) return std::nullopt;
    return record;
}

}  // namespace dbdb::format
