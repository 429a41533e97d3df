/// What LevelDB and RocksDB, which kept its interface, are called alike by.
#pragma once

#include <memory>
#include <stdexcept>
#include <string>
#include <string_view>

#include "store.hpp"

namespace dbdb::bench {

/// `Slice` of either is a pointer with a length.
template <typename Slice>
std::string_view view_of(const Slice& slice) {
    return {slice.data(), slice.size()};
}

/// A cursor, as CursorStore wants it, over an `Iterator` of either. `Slice` is what it seeks.
template <typename Iterator, typename Slice>
class IteratorCursor {
public:
    /// Takes the iterator. `store` is named in errors.
    IteratorCursor(Iterator* iterator, const char* store) : iterator_(iterator), store_(store) {}

    IteratorCursor& operator*() { return *this; }

    bool first() {
        iterator_->SeekToFirst();
        return is_here();
    }

    bool last() {
        iterator_->SeekToLast();
        return is_here();
    }

    bool next() {
        iterator_->Next();
        return is_here();
    }

    bool previous() {
        iterator_->Prev();
        return is_here();
    }

    bool seek(Key key) {
        iterator_->Seek(Slice(key.data(), key.size()));
        return is_here();
    }

    Key key() const { return view_of(iterator_->key()); }

    std::string_view value() const { return view_of(iterator_->value()); }

private:
    bool is_here() const {
        if (iterator_->Valid()) return true;
        const auto status = iterator_->status();
        if (!status.ok()) throw std::runtime_error(std::string(store_) + ": " + status.ToString());
        return false;
    }

    std::unique_ptr<Iterator> iterator_;
    const char* store_;
};

}  // namespace dbdb::bench
