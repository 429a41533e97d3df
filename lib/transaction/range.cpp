#include "dbdb/range.hpp"

#include <algorithm>

#include "format/ref.hpp"
#include "keyspace/metadata.hpp"
#include "tree/cursor.hpp"

namespace dbdb {

Range::Range(Snapshot snapshot, std::uint64_t first, std::uint64_t last)
    : snapshot_(std::move(snapshot)), first_(first), last_(last) {}

Range Range::reverse() const {
    Range reversed = *this;
    reversed.reversed_ = !reversed_;
    return reversed;
}

Range Range::skip(std::uint64_t count) const {
    Range rest = *this;
    count = std::min(count, this->count());
    if (reversed_) {
        rest.last_ -= count;
    } else {
        rest.first_ += count;
        rest.has_start_ = has_start_ && count == 0;
    }
    return rest;
}

Range Range::limit(std::uint64_t count) const {
    Range first = *this;
    count = std::min(count, this->count());
    if (reversed_) {
        first.first_ = last_ - count;
        first.has_start_ = has_start_ && first.first_ == first_;
    } else {
        first.last_ = first_ + count;
    }
    return first;
}

Range::Iterator Range::begin() const { return Iterator(*this); }

Range::Iterator::Iterator(const Range& range)
    : remaining_(range.count()), source_(range.snapshot_.source_), reversed_(range.reversed_) {
    if (remaining_ == 0) return;
    if (reversed_ || !range.has_start_) {
        const std::uint64_t rank = reversed_ ? range.last_ - 1 : range.first_;
        tree::seek_rank(*source_, *range.snapshot_.root_, rank, cursor_);
    } else {
        cursor_ = range.start_;
    }
    load();
}

/// Within a run entries are plain, and the cursor is ahead of them.
Metadata Range::Iterator::metadata() const {
    const bool is_plain = format::LeafView(cursor_.leaf).form() == format::LeafForm::uniform;
    return keyspace::metadata_of(is_plain ? format::EntryView{entry_.key, entry_.value, false}
                                          : tree::entry_at(cursor_));
}

/// Behind the last entry `run_` is 0.
void Range::Iterator::advance() {
    if (remaining_ == 0) return;
    step();
    load();
}

void Range::Iterator::step() {
    if (reversed_) {
        tree::step_backward(*source_, cursor_);
    } else {
        tree::step_forward(*source_, cursor_);
    }
}

/// Goes on to the first entry that has not expired; false when there is none.
bool Range::Iterator::skip_expired() {
    while (!source_->is_live(tree::entry_at(cursor_))) {
        if (--remaining_ == 0) return false;
        step();
    }
    return true;
}

/// Begins a run at the entry under the cursor: up to the end of a uniform leaf, else this entry.
void Range::Iterator::load() {
    if (!skip_expired()) return;
    const format::EntryView entry = tree::entry_at(cursor_);
    entry_.key = entry.key;
    if (format::is_compressed(entry)) [[unlikely]] {
        decoded_ = std::make_shared<const std::string>(source_->decoded(entry));
        entry_.value = *decoded_;
    } else {
        entry_.value = source_->stored_value(entry);
    }
    run_ = 1;
    const format::LeafView leaf(cursor_.leaf);
    if (leaf.form() == format::LeafForm::uniform) {
        const unsigned in_leaf = reversed_ ? cursor_.index + 1 : cursor_.count - cursor_.index;
        run_ = std::min<std::uint64_t>(in_leaf, remaining_);
        const std::ptrdiff_t direction = reversed_ ? -1 : 1;
        key_stride_ = direction * static_cast<std::ptrdiff_t>(leaf.keys().stride);
        value_stride_ = direction * static_cast<std::ptrdiff_t>(leaf.payloads().stride);
        const auto skipped = static_cast<unsigned>(run_ - 1);
        cursor_.index = reversed_ ? cursor_.index - skipped : cursor_.index + skipped;
    }
    remaining_ -= run_;
}

}  // namespace dbdb
