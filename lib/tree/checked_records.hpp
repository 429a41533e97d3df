/// Which records of a file a check has seen, so that none is walked twice.
///
/// Commits share most of their nodes, and a hostile file may name the same subtree from everywhere:
/// what was seen once is looked up. One byte for each 64 bytes of the file, as in Source.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <string_view>
#include <unordered_map>

#include "io/zero_pages.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

/// What a subtree that was checked really holds. The keys are views into its leaves.
struct Extent {
    std::uint64_t count = 0;  ///< Entries.
    std::uint64_t bytes = 0;  ///< Of nodes and blobs.
    std::string_view first_key;
    std::string_view last_key;
};

/// Lives no longer than the source. One thread.
class CheckedRecords {
public:
    /// For what `source` holds now.
    explicit CheckedRecords(const Source& source)
        : granules_(source.limit() / granule_bytes + 1),
          pages_(granules_, source.identity().name) {}

    /// Whether the record at `offset` was found sound, and to be of this kind.
    bool has(std::uint64_t offset, RecordKind kind) const {
        return mark_at(offset) == mark_of(offset, kind);
    }

    /// Whether the record at `offset` was found damaged.
    bool has_damaged(std::uint64_t offset) const {
        return has(offset, RecordKind::unknown) && mark_at(offset) != 0;
    }

    /// Whether nothing is known of the 64 bytes around `offset`.
    bool is_new(std::uint64_t offset) const { return mark_at(offset) == 0; }

    /// Notes a sound record, or one of unknown kind as damaged.
    void add(std::uint64_t offset, RecordKind kind) {
        if (offset / granule_bytes < granules_) {
            marks()[offset / granule_bytes] = mark_of(offset, kind);
        }
    }

    /// Notes a sound blob as this one, so that it is summed up once, however many entries name it.
    void add_blob(const format::BlobRef& blob) {
        add(blob.offset, RecordKind::blob);
        blobs_.insert_or_assign(blob.offset, blob);
    }

    /// Whether a blob was found sound by this very ref.
    bool has_blob(const format::BlobRef& blob) const {
        const auto found = blobs_.find(blob.offset);
        return found != blobs_.end() && found->second == blob;
    }

    /// What was noted of the subtree whose root is at `offset`.
    std::optional<Extent> extent(std::uint64_t offset) const {
        const auto found = extents_.find(offset);
        if (found == extents_.end()) return std::nullopt;
        return found->second;
    }

    /// Notes what a subtree holds, for a while: what many trees share is asked for often.
    void note_extent(std::uint64_t offset, const Extent& extent) {
        if (extents_.size() >= extents_max) extents_.clear();
        extents_.insert_or_assign(offset, extent);
    }

private:
    static constexpr std::uint64_t granule_bytes = 64;
    static constexpr std::uint8_t seen = 0x80;
    static constexpr std::size_t extents_max = 65'536;

    static constexpr std::uint8_t mark_of(std::uint64_t offset, RecordKind kind) {
        const std::uint64_t place = offset / format::record_alignment % 8;
        return static_cast<std::uint8_t>(seen | place << 2 | static_cast<unsigned>(kind));
    }

    std::uint8_t* marks() const { return static_cast<std::uint8_t*>(pages_.data()); }

    std::uint8_t mark_at(std::uint64_t offset) const {
        return offset / granule_bytes < granules_ ? marks()[offset / granule_bytes] : 0;
    }

    std::uint64_t granules_;
    io::ZeroPages pages_;
    std::unordered_map<std::uint64_t, Extent> extents_;
    std::unordered_map<std::uint64_t, format::BlobRef> blobs_;
};

}  // namespace dbdb::tree
