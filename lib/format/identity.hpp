/// The random names that bind records to their file.
///
/// Checksums are seeded with the file id, so that bytes of another file never pass for ours, not
/// even those of an older copy of the same database whose blocks the disk gave back to us.
#pragma once

#include <cstdint>

namespace dbdb::format {

/// 128 random bits, new for every file made: a compacted file has another one.
struct FileId {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend bool operator==(const FileId&, const FileId&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(high, low);
    }
};

/// 128 random bits that name the database itself: compaction keeps them, since the data stays.
struct DatabaseId {
    std::uint64_t high = 0;
    std::uint64_t low = 0;

    friend bool operator==(const DatabaseId&, const DatabaseId&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(high, low);
    }
};

}  // namespace dbdb::format
