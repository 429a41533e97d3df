/// Where nodes are read from: the mapped file, or memory.
///
/// A record is admitted once before its first use: its bounds, its checksum (from the ref that
/// names it) and its inner structure are checked, then a mark is set, so later reads trust it and
/// cost no more than the mark's lookup. All functions may be called from any thread.
#pragma once

#include <atomic>
#include <cstddef>
#include <cstdint>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dbdb/file.hpp"
#include "dbdb/options.hpp"

#include "format/branch.hpp"
#include "format/checksum.hpp"
#include "format/leaf.hpp"
#include "format/payload.hpp"
#include "format/ref.hpp"
#include "io/zero_pages.hpp"
#include "metrics/activity.hpp"

namespace dbdb::tree {

/// What a mark in the file says of the record that begins there.
enum class RecordKind : unsigned { unknown = 0, branch = 1, leaf = 2, blob = 3 };

struct SearchTables;

/// How large a window to map for a file of `bytes`: so large that it seldom has to be widened. Only
/// address space is used up by it.
std::uint64_t window_for(std::uint64_t bytes);

class Source : public std::enable_shared_from_this<Source> {
public:
    /// How whoever has opened the file wants it read.
    struct Reading {
        bool verify_checksums = true;
        Clock clock{};  ///< What entries expire by; empty for that of the system.
        std::uint64_t decompressed_bytes_max = Options{}.decompressed_bytes_max;
        /// Where reads are counted; null when they are not.
        std::shared_ptr<metrics::Activity> activity{};
    };

    struct Identity {
        std::string name;  ///< Of the file, for messages.
        format::FileId file_id{};
        Reading reading{};
    };

    Source(std::shared_ptr<const Mapping> mapping, Identity identity);
    ~Source();

    Source(const Source&) = delete;
    Source& operator=(const Source&) = delete;

    /// The branch or leaf that `ref` names. Throws Error{Errc::corrupt}, naming the place.
    format::BranchView branch(format::Ref ref) const {
        return format::BranchView(node(ref, RecordKind::branch));
    }

    format::LeafView leaf(format::Ref ref) const {
        return format::LeafView(node(ref, RecordKind::leaf));
    }

    /// Whether the child on `side` of the admitted branch at `offset` has been admitted through it:
    /// then it is there, of the height that the branch says, and needs no look at its own mark.
    bool knows_child(std::uint64_t offset, format::Side side) const {
        const std::uint8_t mark = marks_[offset >> granule_shift].load(std::memory_order_acquire);
        return (mark & child_mark(side)) != 0;
    }

    /// Admits that child. Throws Error{Errc::corrupt}.
    void admit_child(std::uint64_t offset, format::Side side) const;

    /// The value in a blob.
    std::string_view blob(const format::BlobRef& blob) const;

    /// The value of an entry that was read from this source, as it is stored: compressed or not.
    std::string_view stored_value(const format::EntryView& entry) const {
        if (!entry.is_extended) [[likely]]
            return entry.payload;
        const format::PayloadView payload(entry.payload);
        return payload.has(format::attribute_blob) ? blob(payload.blob()) : payload.rest();
    }

    /// The value of an entry that is compressed. Throws Error: too_large when it is longer than
    /// this source may decompress, corrupt when it is no such value.
    std::string decoded(const format::EntryView& entry) const;

    /// Bytes of the value of an entry that is compressed. Throws Error{Errc::too_large} when they
    /// are more than this source may decompress.
    std::uint64_t raw_bytes(const format::EntryView& entry) const;

    /// Throws Error{Errc::corrupt} for a value, stored or named at `place`.
    [[noreturn]] void throw_undecodable(const std::byte* place) const;

    /// The value of an entry, in `buffer` when it had to be decompressed.
    std::string_view value(const format::EntryView& entry, std::string& buffer) const {
        if (!format::is_compressed(entry)) [[likely]]
            return stored_value(entry);
        return buffer = decoded(entry);
    }

    /// What time it is, since 1970, UTC.
    std::int64_t now_ns() const;
    std::int64_t now_ms() const;

    /// Whether the entry has not expired.
    bool is_live(const format::EntryView& entry) const {
        return !entry.is_extended || is_extended_live(entry.payload);
    }

    /// Tells that the file holds `bytes`, all of which may be read; never less than before.
    void raise_limit(std::uint64_t bytes) const;

    std::uint64_t limit() const { return limit_.load(std::memory_order_acquire); }

    /// How many bytes of a file this source can read at all.
    std::uint64_t window_bytes() const { return mapping_->window_bytes(); }

    /// Marks a record that this process has just written.
    void mark(std::uint64_t offset, RecordKind kind) const;

    /// Tells that so many bytes of the file are live, for searches to be prepared.
    void expect_live(std::uint64_t bytes) const noexcept {
        live_bytes_.store(bytes, std::memory_order_relaxed);
    }

    /// What searches by key have found worth keeping at hand; null where there is no memory for it.
    const SearchTables* search_tables() const {
        if (live_bytes() <= tables_bytes_max_.load(std::memory_order_relaxed)) [[likely]]
            return tables_.load(std::memory_order_acquire);
        return make_search_tables();
    }

    /// Forgets all marks and shortcuts from `offset` on: what lies there may be written over.
    void forget_from(std::uint64_t offset) const;

    /// Checks a record, its checksum too, whatever the marks and options say. Throws
    /// Error{Errc::corrupt}.
    void check(format::Ref ref) const;
    void check(const format::BlobRef& blob) const;

    const Identity& identity() const { return identity_; }

    metrics::Activity* activity() const { return activity_; }

    /// Whether `node` lies in the file's window, not in memory.
    bool holds(const std::byte* node) const {
        return static_cast<std::uint64_t>(node - base_) < window_bytes();
    }

    /// Records that have been read at all, of those that begin below `end`: what a search costs in
    /// a file that has just been opened. Looks at all marks; for tests.
    std::uint64_t read_count(std::uint64_t end) const;

    /// The bytes of the file; only what lies below `limit` may be read.
    const std::byte* data() const { return base_; }

    /// Throws Error{Errc::corrupt}: "<file>: <what> at byte <offset>: database is corrupt".
    [[noreturn]] void throw_corrupt(const std::string& what, std::uint64_t offset) const;

private:
    /// One byte for each 64 bytes of the file, since no two records begin in the same 64. It tells
    /// the kind and at which of the 8 places the record begins: a hostile file may name a second
    /// one in the same 64 bytes, which must not pass for the first.
    using Mark = std::atomic<std::uint8_t>;

    static constexpr unsigned granule_shift = 6;

    /// The lowest five bits tell of the record itself, the next two of a branch's children.
    static constexpr std::uint8_t own_mark_mask = 0x1F;

    static constexpr std::uint8_t child_mark(format::Side side) {
        return side == format::Side::left ? 0x20 : 0x40;
    }

    static constexpr std::uint8_t mark_of(std::uint64_t offset, RecordKind kind) {
        const std::uint64_t place = offset / format::record_alignment % 8;
        return static_cast<std::uint8_t>(place << 2 | static_cast<unsigned>(kind));
    }

    const std::byte* node(format::Ref ref, RecordKind kind) const {
        if (ref.is_in_memory()) return ref.memory();
        if (!is_admitted(ref.offset(), kind)) [[unlikely]]
            admit(ref, kind);
        return base_ + ref.offset();
    }

    bool is_admitted(std::uint64_t offset, RecordKind kind) const {
        return (mark_at(offset) & own_mark_mask) == mark_of(offset, kind);
    }

    /// 0 where nothing is known.
    std::uint8_t mark_at(std::uint64_t offset) const {
        const std::uint64_t granule = offset >> granule_shift;
        if (granule >= granules_) [[unlikely]]
            return 0;
        return marks_[granule].load(std::memory_order_acquire);
    }

    /// When nobody has told, all may be live.
    std::uint64_t live_bytes() const {
        const std::uint64_t told = live_bytes_.load(std::memory_order_relaxed);
        return told != 0 ? told : limit();
    }

    const SearchTables* make_search_tables() const;
    bool is_extended_live(std::string_view payload) const;
    void admit(format::Ref ref, RecordKind kind) const;
    void check_node(format::Ref ref, RecordKind kind, bool verify_checksum) const;
    void check_height(format::Ref ref) const;
    void check_blob(const format::BlobRef& blob, bool verify_checksum) const;
    std::uint64_t readable_from(std::uint64_t offset, const char* what) const;

    std::shared_ptr<const Mapping> mapping_;
    Identity identity_;
    metrics::Activity* activity_;  ///< That of the identity, beside what each read needs.
    const std::byte* base_;
    std::uint64_t granules_;
    io::ZeroPages pages_;
    Mark* marks_;
    mutable std::atomic<std::uint64_t> limit_{0};
    mutable std::atomic<std::uint64_t> live_bytes_{0};
    mutable std::atomic<const SearchTables*> tables_{nullptr};
    mutable std::atomic<std::uint64_t> tables_bytes_max_{0};  ///< Live bytes that they are for.
    mutable std::mutex tables_mutex_;
    /// The last ones are in use; searches may still be under way in those before.
    mutable std::vector<std::unique_ptr<const SearchTables>> all_tables_;
};

}  // namespace dbdb::tree
