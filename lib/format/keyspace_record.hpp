/// What the catalog says of one keyspace: the roots of its trees, and its options.
///
/// The value of the catalog's entry "k" + name. A root is a reference like any other: the tree that
/// it names lies below the leaf that holds the record. Byte layout: lib/FORMAT.md, "Catalog".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>

#include "format/ref.hpp"

namespace dbdb::format {

/// How large values are stored.
enum class Compression : std::uint8_t { none = 0, zstd = 1 };

/// All zero is the default of each.
struct KeyspaceOptions {
    Compression compression = Compression::none;
    std::int8_t compression_level = 0;        ///< 0: that of the library.
    bool track_times = false;                 ///< Entries know when they were made and changed.
    std::uint32_t compression_bytes_min = 0;  ///< Values from here on are compressed; 0: default.
    std::uint64_t default_ttl_ms = 0;         ///< Of entries set without one; 0: they stay.

    friend bool operator==(const KeyspaceOptions&, const KeyspaceOptions&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(compression, compression_level, track_times, compression_bytes_min, default_ttl_ms);
    }
};

/// The trees of one keyspace are the entries and the indexes that follow them.
struct KeyspaceRecord {
    KeyspaceOptions options{};
    Root entries{};    ///< Zero in the record of the default keyspace: the commit has it.
    Root deadlines{};  ///< Index of entries by expiry.
    Root tags{};       ///< Index of entries by tag.

    std::array<Root*, 3> trees() { return {&entries, &deadlines, &tags}; }

    std::array<const Root*, 3> trees() const { return {&entries, &deadlines, &tags}; }

    /// Of all its trees.
    std::uint64_t bytes() const { return entries.bytes + deadlines.bytes + tags.bytes; }

    friend bool operator==(const KeyspaceRecord&, const KeyspaceRecord&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(options, entries, deadlines, tags);
    }
};

inline constexpr std::uint8_t keyspace_record_version = 1;
inline constexpr std::size_t keyspace_record_bytes = 112;

using KeyspaceRecordBytes = std::array<char, keyspace_record_bytes>;

/// The roots of `record` name nodes in the file.
KeyspaceRecordBytes encode(const KeyspaceRecord& record);

/// The record in a catalog's value, which lies in a leaf at byte `leaf_offset`. Empty when `bytes`
/// are no such record or when one of its roots does not lie below the leaf.
std::optional<KeyspaceRecord> decode_keyspace_record(std::string_view bytes,
                                                     std::uint64_t leaf_offset);

}  // namespace dbdb::format
