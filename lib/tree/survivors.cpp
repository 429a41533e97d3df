#include "tree/survivors.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

#include "tree/checked_records.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::EntryView;
using format::LeafView;
using format::Ref;
using format::Side;

namespace {

RecordKind kind_of(Ref ref) { return ref.height() == 0 ? RecordKind::leaf : RecordKind::branch; }

bool is_within(std::string_view key, const KeyBounds& bounds) {
    if (bounds.is_one_key) return key == bounds.from;
    return key >= bounds.from && (!bounds.to || key < *bounds.to);
}

/// Whether no key of `place`, a run, can be within `bounds`.
bool are_apart(const KeyBounds& place, const KeyBounds& bounds) {
    if (bounds.is_one_key) return !is_within(bounds.from, place);
    return (place.to && *place.to <= bounds.from) || (bounds.to && *bounds.to <= place.from);
}

class Walk {
public:
    Walk(const Source& source,
         const KeyBounds& bounds,
         const TakeEntry& take_entry,
         const TakeHole& take_hole)
        : source_(source),
          seen_(source),
          bounds_(bounds),
          take_entry_(take_entry),
          take_hole_(take_hole) {}

    /// `place` is what the separators above say of the keys below `ref`, `count` how many.
    void walk(Ref ref, const KeyBounds& place, std::uint64_t count) {
        if (are_apart(place, bounds_)) return;
        try {
            require_new(ref.offset(), kind_of(ref));
            source_.check(ref);
            if (ref.height() == 0) require_place(ref, place);
        } catch (const Error& error) {
            if (error.errc() != Errc::corrupt) throw;
            return take_hole_({place, count, ref.offset(), error.what()});
        }
        if (ref.height() == 0) return walk_leaf(LeafView(source_.data() + ref.offset()));
        walk_children(BranchView(source_.data() + ref.offset()), place, count);
    }

private:
    void walk_children(BranchView branch, const KeyBounds& place, std::uint64_t count) {
        const std::uint64_t left = std::min(count, branch.left_count());
        const std::string_view separator = branch.separator();
        // A separator out of place makes one side hold everything: the leaves there will tell.
        walk(branch.child(Side::left), {place.from, least(separator, place.to), false}, left);
        walk(branch.child(Side::right),
             {std::max(separator, place.from), place.to, false},
             count - left);
    }

    static std::string_view least(std::string_view separator,
                                  const std::optional<std::string_view>& to) {
        return to ? std::min(separator, *to) : separator;
    }

    void walk_leaf(LeafView leaf) {
        for (unsigned index = 0; index < leaf.count(); ++index) {
            const EntryView entry = leaf.entry(index);
            if (is_within(entry.key, bounds_)) give(entry);
        }
    }

    void give(const EntryView& entry) {
        const std::optional<std::string_view> value = value_of(entry);
        if (value) take_entry_(entry, *value);
    }

    /// Empty, and told as a hole, when the entry's blob is damaged or cannot be decompressed.
    std::optional<std::string_view> value_of(const EntryView& entry) {
        const bool has_blob = format::has_blob(entry);
        const std::uint64_t offset = has_blob ? format::blob_of(entry.payload).offset : 0;
        try {
            if (has_blob) {
                require_new(offset, RecordKind::blob);
                source_.check(format::blob_of(entry.payload));
            }
            return source_.value(entry, decoded_);
        } catch (const Error& error) {
            if (error.errc() != Errc::corrupt && error.errc() != Errc::too_large) throw;
            take_hole_({{entry.key, std::nullopt, true}, 1, offset, error.what()});
            return std::nullopt;
        }
    }

    /// A tree names each record once. One that is named twice could be walked without end.
    void require_new(std::uint64_t offset, RecordKind kind) {
        if (!seen_.is_new(offset)) source_.throw_corrupt("record that is named twice", offset);
        seen_.add(offset, kind);
    }

    void require_place(Ref ref, const KeyBounds& place) const {
        const LeafView leaf(source_.data() + ref.offset());
        if (!is_within(leaf.key(0), place) || !is_within(leaf.key(leaf.count() - 1), place))
            source_.throw_corrupt("leaf with keys of another place", ref.offset());
    }

    const Source& source_;
    CheckedRecords seen_;
    KeyBounds bounds_;
    const TakeEntry& take_entry_;
    const TakeHole& take_hole_;
    std::string decoded_;  ///< The present value, when it had to be decompressed.
};

}  // namespace

void walk_survivors(const Source& source,
                    const format::Root& root,
                    const KeyBounds& bounds,
                    const TakeEntry& take_entry,
                    const TakeHole& take_hole) {
    if (root.is_empty()) return;
    Walk(source, bounds, take_entry, take_hole).walk(root.ref, {}, root.count);
}

}  // namespace dbdb::tree
