/// The two superblock slots: where a reader finds the newest commit.
///
/// The slots are written in turn, so that a torn write can only hurt the slot being replaced. A
/// slot's content fits one 512-byte sector, but nothing relies on a sector being written whole: the
/// checksum covers all of it. Byte layout: lib/FORMAT.md, "Superblock".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <span>

#include "format/commit_link.hpp"
#include "format/identity.hpp"
#include "format/layout.hpp"

namespace dbdb::format {

inline constexpr std::size_t superblock_bytes = 88;

/// Where a slot states the file id, for those who look at one that is damaged.
inline constexpr std::size_t superblock_file_id_offset = 32;
inline constexpr std::uint32_t format_version_newest = 1;

/// Feature flags that this library understands. A file with any other is of a newer format.
inline constexpr std::uint32_t known_feature_flags = 0;

/// One commit as a slot remembers it. The default is a new, empty file but for its ids.
struct Superblock {
    std::uint32_t format_version = format_version_newest;
    std::uint32_t feature_flags = 0;
    DatabaseId database_id = {};
    FileId file_id = {};
    CommitLink commit = {};              ///< None in a new file: commit 0 is empty.
    std::uint64_t tail = records_begin;  ///< Bytes this commit covers; behind it is nobody's.

    friend bool operator==(const Superblock&, const Superblock&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(format_version, feature_flags, database_id, file_id, commit, tail);
    }
};

enum class SlotState {
    valid,           ///< The superblock is what was written.
    damaged,         ///< Ours, but torn by a crash or rotten; which of them, one slot cannot tell.
    newer_format,    ///< Written by a newer dbdb, if it is intact: leave the file alone.
    blank,           ///< Zeros only.
    not_a_database,  ///< Of another kind, or ours with a damaged magic.
};

/// What a slot's bytes are. `superblock` holds something only when they are valid, or for a newer
/// format its version and feature flags.
struct Slot {
    SlotState state = SlotState::not_a_database;
    Superblock superblock = {};

    /// Whether the checksum is right, which every later format keeps where this one has it. Without
    /// it a newer format may be damage to the version number: believe it only when the other slot
    /// is not valid.
    bool is_intact = false;
};

/// The bytes for a slot. Throws std::logic_error, before anything is written, for a superblock that
/// would not be read back as valid.
std::array<std::byte, superblock_bytes> encode(const Superblock& superblock);

/// Takes the slot's first bytes; fewer than `superblock_bytes`, as of a file cut short, are never
/// valid. Throws nothing.
Slot decode_slot(std::span<const std::byte> bytes);

}  // namespace dbdb::format
