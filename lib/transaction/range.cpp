#include "dbdb/range.hpp"

#include <algorithm>

#include "format/ref.hpp"
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
    : source_(range.snapshot_.source_), remaining_(range.count()), reversed_(range.reversed_) {
    if (remaining_ == 0) return;
    if (reversed_ || !range.has_start_) {
        const std::uint64_t rank = reversed_ ? range.last_ - 1 : range.first_;
        tree::seek_rank(*source_, *range.snapshot_.root_, rank, cursor_);
    } else {
        cursor_ = range.start_;
    }
    load();
}

Range::Iterator& Range::Iterator::operator++() {
    if (--remaining_ == 0) return *this;
    if (reversed_) {
        tree::step_backward(*source_, cursor_);
    } else {
        tree::step_forward(*source_, cursor_);
    }
    load();
    return *this;
}

void Range::Iterator::load() {
    const format::EntryView entry = tree::entry_at(cursor_);
    entry_ = {entry.key, source_->value(entry)};
}

}  // namespace dbdb
