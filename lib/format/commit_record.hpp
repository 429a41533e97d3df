/// The commit record: the last of the bytes that a commit appends, and all that it says.
///
/// It names the roots of all keyspaces and the commits before it, and carries the checksum over
/// everything the commit appended, so that one sync can make all of it durable in any order. Byte
/// layout: lib/FORMAT.md, "Commit record".
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dbdb/options.hpp"

#include "format/commit_link.hpp"
#include "format/identity.hpp"
#include "format/layout.hpp"
#include "format/ref.hpp"

namespace dbdb::format {

inline constexpr std::size_t commit_message_bytes_max = message_bytes_max;

/// The first bytes of a record that say what it is and how long: a u32 tag and a u32 length.
inline constexpr std::size_t commit_head_bytes = 8;

/// "CMIT" as a little-endian number.
inline constexpr std::uint32_t commit_tag = 0x54494D43;

/// What only few commits have, and a record holds only then: bits of its word of parts.
enum CommitPart : std::uint32_t {
    second_parent_part = 1,
    catalog_part = 2,
};

inline constexpr std::size_t second_parent_bytes = 24;
inline constexpr std::size_t catalog_bytes = 32;

/// Length of the whole record with `parts` and a message of `message_bytes` bytes.
constexpr std::size_t commit_record_bytes(std::uint32_t parts, std::size_t message_bytes) {
    const std::size_t part_bytes = ((parts & second_parent_part) != 0 ? second_parent_bytes : 0) +
                                   ((parts & catalog_part) != 0 ? catalog_bytes : 0);
    return aligned(144 + part_bytes + message_bytes) + sizeof(std::uint64_t);
}

inline constexpr std::size_t commit_record_bytes_min = commit_record_bytes(0, 0);
inline constexpr std::size_t commit_record_bytes_max =
    commit_record_bytes(second_parent_part | catalog_part, commit_message_bytes_max);

struct CommitRecord {
    std::uint64_t id = 0;           ///< 1, 2, 3 ... in the database; compaction may leave gaps.
    std::uint64_t position = 0;     ///< 1, 2, 3 ... in this file; what jump pointers count by.
    std::int64_t time_ns = 0;       ///< Since 1970 in UTC.
    CommitLink previous = {};       ///< None for the first commit in the file.
    CommitLink jump = {};           ///< The commit at position jump_target(position), or none.
    CommitLink second_parent = {};  ///< The commit that was merged into this one, usually none.
    Root catalog = {};              ///< The tree of named keyspaces.
    Root default_keyspace = {};     ///< The tree of the keyspace without a name.
    std::uint64_t live_bytes = 0;   ///< Bytes of the file that this commit reaches.
    Address begin{};                ///< Where the records of this commit begin.
    std::uint64_t appended_checksum = 0;  ///< Over the bytes from `begin` to this record; see
                                          ///< appended_seed.
    std::string message = {};  ///< At most `commit_message_bytes_max` bytes, of any kind.

    friend bool operator==(const CommitRecord&, const CommitRecord&) = default;

    std::uint32_t parts() const {
        return (second_parent.is_none() ? 0U : second_parent_part) |
               (catalog == Root{} ? 0U : catalog_part);
    }

    std::size_t bytes() const { return commit_record_bytes(parts(), message.size()); }

    template <typename Archive>
    void serialize(Archive& archive) {
        std::uint32_t present = parts();
        archive(id,
                position,
                time_ns,
                previous,
                jump,
                default_keyspace,
                live_bytes,
                begin,
                appended_checksum,
                present);
        if ((present & second_parent_part) != 0) archive(second_parent);
        if ((present & catalog_part) != 0) archive(catalog);
        archive(message);
    }
};

/// The seed for `appended_checksum` of the commit `commit_id`, whose records begin at `begin`.
std::uint64_t appended_seed(FileId file_id, Address begin, std::uint64_t commit_id);

/// Whether the record at `address` can be true: every link, root and count in it makes sense and
/// lies below it. Says nothing about the bytes it names.
bool is_sound(const CommitRecord& record, Address address);

/// The bytes of `record` at `address` of the file. Throws std::length_error when the message is too
/// long and std::logic_error when the record is not sound: it would not be read back.
std::vector<std::byte> encode(const CommitRecord& record, FileId file_id, Address address);

/// The link to a record that was encoded to `bytes`.
CommitLink link_to(const CommitRecord& record, Address address, std::span<const std::byte> bytes);

/// The length of the commit record whose first `commit_head_bytes` bytes are `head`: how much to
/// read before it can be decoded. Empty when no commit record begins so.
std::optional<std::size_t> commit_record_length(std::span<const std::byte> head);

/// The record that `link` names. `bytes` begin at its address and may go on behind it. Empty when
/// they are not that record, damaged, or not sound.
std::optional<CommitRecord> decode_commit_record(std::span<const std::byte> bytes,
                                                 FileId file_id,
                                                 const CommitLink& link);

}  // namespace dbdb::format
