/// Not a store but a limit: all entries side by side in memory, sorted, never changed. A search
/// guesses the place from 8 bytes of the key, which fits keys that are spread evenly, and
/// looks around from there; a scan is a linear pass.
#include "stores/array.hpp"

#include <algorithm>
#include <vector>

#include "stores/cursor_store.hpp"

namespace dbdb::bench {

namespace {

std::size_t shared_bytes(Key left, Key right) {
    const auto differing = std::mismatch(left.begin(), left.end(), right.begin(), right.end());
    return static_cast<std::size_t>(differing.first - left.begin());
}

class Array : public CursorStore<Array> {
public:
    using CursorStore::get;

    void load(std::span<const Change> entries) override {
        if (entries.empty()) return;
        key_bytes_ = entries.front().key.size();
        entry_bytes_ = key_bytes_ + entries.front().value.size();
        word_at_ = std::min(shared_bytes(entries.front().key, entries.back().key), key_bytes_ - 8);
        bytes_.reserve(entries.size() * entry_bytes_);
        for (const Change& entry : entries) {
            bytes_.insert(bytes_.end(), entry.key.begin(), entry.key.end());
            bytes_.insert(bytes_.end(), entry.value.begin(), entry.value.end());
            words_.push_back(ordered_word(entry.key));
        }
    }

    void commit(std::span<const Change>, Sync) { throw Unsupported(); }

    /// Empty after it was closed and opened again.
    Array* reader() {
        if (words_.empty()) throw Unsupported();
        return this;
    }

    std::optional<std::string_view> get(Key key) const {
        const std::size_t index = lower_bound(key);
        if (index == words_.size() || key_at(index) != key) return {};
        return value_at(index);
    }

    struct Cursor {
        const Array* array;
        std::size_t index = 0;

        const Cursor* operator->() const { return this; }

        bool is_here() const { return index < array->words_.size(); }

        bool first() {
            index = 0;
            return is_here();
        }

        bool last() {
            index = array->words_.size() - 1;
            return is_here();
        }

        bool next() {
            ++index;
            return is_here();
        }

        /// Before the first one comes the largest number.
        bool previous() {
            --index;
            return is_here();
        }

        bool seek(Key key) {
            index = array->lower_bound(key);
            return is_here();
        }

        Key key() const { return array->key_at(index); }

        std::string_view value() const { return array->value_at(index); }
    };

    std::optional<Cursor> cursor() { return Cursor{this}; }

    std::uint64_t count(std::span<const KeyRange> ranges) override {
        std::uint64_t keys = 0;
        for (const KeyRange& range : ranges)
            keys += lower_bound(range.to) - lower_bound(range.from);
        return keys;
    }

    Digest nth(std::span<const std::uint64_t> ranks) override {
        Digest digest;
        for (const std::uint64_t rank : ranks)
            digest.add(key_at(rank), value_at(rank));
        return digest;
    }

    std::uint64_t used_bytes() override { return bytes_.size(); }

private:
    Key key_at(std::size_t index) const { return {&bytes_[index * entry_bytes_], key_bytes_}; }

    std::string_view value_at(std::size_t index) const {
        return {&bytes_[index * entry_bytes_ + key_bytes_], entry_bytes_ - key_bytes_};
    }

    /// 8 bytes of `key`, behind what all keys begin with, as a number in the order of keys.
    std::uint64_t ordered_word(Key key) const {
        return __builtin_bswap64(load_word(&key[word_at_]));
    }

    /// The first word not less than `wanted`: from a guess on in steps that double, then by halves.
    std::size_t first_word(std::uint64_t wanted) const {
        const std::size_t size = words_.size();
        std::size_t low = ((wanted >> 32) * size) >> 32;
        std::size_t high = low;
        for (std::size_t step = 16; low > 0 && words_[low - 1] >= wanted; step *= 2)
            low -= std::min(step, low);
        for (std::size_t step = 16; high < size && words_[high] < wanted; step *= 2)
            high += std::min(step, size - high);
        const auto from = words_.begin() + static_cast<std::ptrdiff_t>(low);
        const auto to = words_.begin() + static_cast<std::ptrdiff_t>(high);
        return static_cast<std::size_t>(std::lower_bound(from, to, wanted) - words_.begin());
    }

    std::size_t lower_bound(Key key) const {
        const std::uint64_t wanted = ordered_word(key);
        std::size_t index = first_word(wanted);
        while (index < words_.size() && words_[index] == wanted && key_at(index) < key)
            ++index;
        return index;
    }

    std::size_t key_bytes_ = 0;
    std::size_t entry_bytes_ = 0;
    std::size_t word_at_ = 0;
    std::vector<char> bytes_{};
    std::vector<std::uint64_t> words_{};
};

std::unique_ptr<Store> open(const Home&) { return std::make_unique<Array>(); }

}  // namespace

StoreKind array_store() {
    return {"(array)", "", "a sorted array in memory: no store, but a limit to reading", open};
}

}  // namespace dbdb::bench
