#include "tree/source.hpp"

#include <algorithm>
#include <bit>

#include "dbdb/error.hpp"

#include "format/compression.hpp"
#include "format/superblock.hpp"
#include "tree/search_tables.hpp"

namespace dbdb::tree {

using format::BlobRef;
using format::Ref;

namespace {

std::span<const std::byte> record_of(RecordKind kind, const std::byte* node) {
    const std::uint64_t bytes = kind == RecordKind::leaf ? format::LeafView(node).bytes()
                                                         : format::BranchView(node).bytes();
    return {node, bytes};
}

const char* name_of(RecordKind kind) { return kind == RecordKind::leaf ? "leaf" : "branch"; }

RecordKind kind_of(Ref ref) { return ref.height() == 0 ? RecordKind::leaf : RecordKind::branch; }

constexpr std::uint64_t window_bytes_min = std::uint64_t{1} << 30;

/// Tables for less would soon be outgrown.
constexpr std::uint64_t live_bytes_expected_min = std::uint64_t{1} << 18;

/// With more live bytes than so many times those expected larger ones are worth being filled anew.
constexpr std::uint64_t tables_growth_max = 4;

}  // namespace

std::uint64_t window_for(std::uint64_t bytes) {
    const std::uint64_t window = std::bit_ceil(bytes) * 2;
    return std::clamp(window, window_bytes_min, format::file_bytes_max);
}

Source::Source(std::shared_ptr<const Mapping> mapping, Identity identity)
    : mapping_(std::move(mapping)),
      identity_(std::move(identity)),
      activity_(identity_.reading.activity.get()),
      base_(mapping_->data()),
      granules_(mapping_->window_bytes() >> granule_shift),
      pages_(granules_ + 1, identity_.name),
      marks_(static_cast<Mark*>(pages_.data())) {}

Source::~Source() = default;

void Source::raise_limit(std::uint64_t bytes) const {
    bytes = std::min(bytes, window_bytes());
    std::uint64_t before = limit_.load(std::memory_order_relaxed);
    while (before < bytes &&
           !limit_.compare_exchange_weak(before, bytes, std::memory_order_release)) {
    }
}

std::uint64_t Source::raw_bytes(const format::EntryView& entry) const {
    const std::uint64_t bytes = format::PayloadView(entry.payload).raw_bytes();
    if (bytes <= identity_.reading.decompressed_bytes_max) return bytes;
    throw Error(Errc::too_large,
                identity_.name + ": value of " + std::to_string(bytes) +
                    " bytes to decompress, at most " +
                    std::to_string(identity_.reading.decompressed_bytes_max) +
                    " are allowed (Options::decompressed_bytes_max)");
}

std::string Source::decoded(const format::EntryView& entry) const {
    if (auto value = format::decompressed(stored_value(entry), raw_bytes(entry)))
        return *std::move(value);
    throw_undecodable(format::as_bytes(entry.payload));
}

void Source::throw_undecodable(const std::byte* place) const {
    throw_corrupt("value that cannot be decompressed",
                  holds(place) ? static_cast<std::uint64_t>(place - base_) : 0);
}

std::int64_t Source::now_ns() const {
    using std::chrono::system_clock;
    const auto now = identity_.reading.clock ? identity_.reading.clock() : system_clock::now();
    return std::chrono::duration_cast<std::chrono::nanoseconds>(now.time_since_epoch()).count();
}

std::int64_t Source::now_ms() const {
    return std::chrono::floor<std::chrono::milliseconds>(std::chrono::nanoseconds(now_ns()))
        .count();
}

bool Source::is_extended_live(std::string_view payload) const {
    const auto deadline_ms = format::PayloadView(payload).deadline_ms();
    return !deadline_ms || now_ms() < *deadline_ms;
}

void Source::mark(std::uint64_t offset, RecordKind kind) const {
    const std::uint64_t granule = offset >> granule_shift;
    if (granule >= granules_) return;
    marks_[granule].store(mark_of(offset, kind), std::memory_order_release);
}

std::uint64_t Source::read_count(std::uint64_t end) const {
    const std::uint64_t last = std::min(end >> granule_shift, granules_);
    return static_cast<std::uint64_t>(
        std::count_if(marks_, marks_ + last, [](const Mark& mark) { return mark.load() != 0; }));
}

void Source::forget_from(std::uint64_t offset) const {
    const std::uint64_t end = std::min(limit() >> granule_shift, granules_);
    for (std::uint64_t granule = offset >> granule_shift; granule < end; ++granule) {
        marks_[granule].store(0, std::memory_order_release);
    }
    const std::scoped_lock lock(tables_mutex_);
    for (const auto& tables : all_tables_) {
        tables->shortcuts.forget(offset, limit());
        tables->wide_branches.forget(offset, limit());
    }
}

[[gnu::cold]] const SearchTables* Source::make_search_tables() const {
    const std::scoped_lock lock(tables_mutex_);
    const std::uint64_t bytes = std::max(live_bytes(), live_bytes_expected_min);
    if (bytes > tables_bytes_max_.load(std::memory_order_relaxed)) {
        try {
            all_tables_.push_back(std::make_unique<const SearchTables>(bytes, identity_.name));
            tables_.store(all_tables_.back().get(), std::memory_order_release);
        } catch (const std::exception&) {
            // Those that there are must do, or none.
        }
        tables_bytes_max_.store(bytes * tables_growth_max, std::memory_order_relaxed);
    }
    return tables_.load(std::memory_order_relaxed);
}

void Source::throw_corrupt(const std::string& what, std::uint64_t offset) const {
    throw Error(Errc::corrupt, identity_.name + ": " + what + " at byte " + std::to_string(offset));
}

std::uint64_t Source::readable_from(std::uint64_t offset, const char* what) const {
    const std::uint64_t end = limit();
    if (offset < format::records_begin || offset % format::record_alignment != 0 || offset >= end) {
        throw_corrupt(std::string(what) + " outside of the records", offset);
    }
    return end - offset;
}

void Source::check_node(Ref ref, RecordKind kind, bool verify_checksum) const {
    const std::uint64_t offset = ref.offset();
    const std::span<const std::byte> rest(base_ + offset, readable_from(offset, name_of(kind)));
    const bool is_leaf = kind == RecordKind::leaf;
    if (is_leaf ? !format::is_leaf(rest, offset) : !format::is_branch(rest, offset)) {
        throw_corrupt(std::string("malformed ") + name_of(kind), offset);
    }
    if (!is_leaf) check_height(ref);
    if (!verify_checksum) return;
    const std::uint64_t seed = checksum_seed(identity_.file_id, format::Address{offset});
    if (format::checksum(record_of(kind, base_ + offset), seed) != ref.checksum) {
        throw_corrupt(std::string(name_of(kind)) + " with a wrong checksum", offset);
    }
}

void Source::admit(Ref ref, RecordKind kind) const {
    const std::uint8_t before = mark_at(ref.offset()) & own_mark_mask;
    if (before == mark_of(ref.offset(), kind)) return;  // Another thread was faster.
    if (before != 0) throw_corrupt("record of another kind or place", ref.offset());
    check_node(ref, kind, identity_.reading.verify_checksums);
    mark(ref.offset(), kind);
}

void Source::admit_child(std::uint64_t offset, format::Side side) const {
    const format::BranchView branch(base_ + offset);
    const Ref child = branch.child(side);
    node(child, kind_of(child));
    if (child.height() > 0) check_height(child);
    marks_[offset >> granule_shift].fetch_or(child_mark(side), std::memory_order_release);
}

void Source::check_height(Ref ref) const {
    if (ref.height() != format::BranchView(base_ + ref.offset()).height()) {
        throw_corrupt("branch of another height", ref.offset());
    }
}

void Source::check(Ref ref) const {
    if (!ref.is_in_memory()) check_node(ref, kind_of(ref), true);
}

void Source::check(const BlobRef& blob) const { check_blob(blob, true); }

void Source::check_blob(const BlobRef& blob, bool verify_checksum) const {
    const std::uint64_t bytes = format::blob_bytes(blob.value_bytes);
    if (bytes > readable_from(blob.offset, "blob")) throw_corrupt("blob cut off", blob.offset);
    const std::byte* record = base_ + blob.offset;
    if (format::load<std::uint64_t>(record) != format::blob_tag ||  // Zeros behind it.
        format::load<std::uint64_t>(record + 8) != blob.value_bytes) {
        throw_corrupt("malformed blob", blob.offset);
    }
    if (!verify_checksum) return;
    const std::uint64_t seed = checksum_seed(identity_.file_id, format::Address{blob.offset});
    if (format::checksum({record, bytes}, seed) != blob.checksum) {
        throw_corrupt("blob with a wrong checksum", blob.offset);
    }
}

std::string_view Source::blob(const BlobRef& blob) const {
    const std::uint8_t before = mark_at(blob.offset);
    if (before != mark_of(blob.offset, RecordKind::blob)) {
        if (before != 0) throw_corrupt("record of another kind or place", blob.offset);
        check_blob(blob, identity_.reading.verify_checksums);
        mark(blob.offset, RecordKind::blob);
    }
    // The mark may stem from another ref to this place: the length is this ref's own claim.
    if (format::blob_bytes(blob.value_bytes) > limit() - blob.offset) {
        throw_corrupt("blob cut off", blob.offset);
    }
    const std::byte* record = base_ + blob.offset;
    return format::as_text(record + format::blob_header_bytes, blob.value_bytes);
}

}  // namespace dbdb::tree
