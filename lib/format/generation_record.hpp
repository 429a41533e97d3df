/// What a generation of a backup directory says of itself, behind its bytes of the database.
///
/// Each file tells alone what it is and what it builds on, by the checksum of that one's record: so
/// there is no list that could be out of step with the files. Byte layout: lib/FORMAT.md,
/// "Backup directory".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "format/superblock.hpp"

namespace dbdb::format {

inline constexpr std::size_t generation_record_bytes = 64 + superblock_bytes + 8;
inline constexpr std::uint32_t generation_version_newest = 1;

struct GenerationRecord {
    std::uint32_t format_version = generation_version_newest;
    std::uint32_t feature_flags = 0;    ///< None are known.
    std::uint64_t id = 0;               ///< From 1 on.
    std::uint64_t parent = 0;           ///< The generation that it builds on; 0 for a whole one.
    std::uint64_t parent_checksum = 0;  ///< Of that one's record.
    std::int64_t time_ns = 0;           ///< When it was made, since 1970.
    std::uint64_t begin = 0;            ///< Its first byte of the database; 0 for a whole one.
    std::uint64_t contents = 0;         ///< Checksum of its bytes of the database.
    Superblock superblock{};            ///< Names the commit; its bytes end at the tail.

    friend bool operator==(const GenerationRecord&, const GenerationRecord&) = default;

    bool is_whole() const { return parent == 0; }

    /// How many bytes of the database it holds.
    std::uint64_t bytes() const { return superblock.tail - begin; }

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(
            format_version, feature_flags, id, parent, parent_checksum, time_ns, begin, contents);
    }
};

using GenerationRecordBytes = std::array<std::byte, generation_record_bytes>;

/// Throws std::logic_error for a record that would not be read back.
GenerationRecordBytes encode(const GenerationRecord& record);

/// Empty when the bytes are torn, cut short, of another kind, or cannot be true. Of a newer format
/// there are only version and flags.
std::optional<GenerationRecord> decode_generation_record(std::span<const std::byte> bytes);

/// The checksum that `bytes` end with, by which a later generation names this one.
std::uint64_t checksum_of(const GenerationRecordBytes& bytes);

/// The seed for the checksum of the bytes of the database that a generation holds.
std::uint64_t contents_seed(const GenerationRecord& record);

}  // namespace dbdb::format
