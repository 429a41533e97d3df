/// What every store is filled with and asked for: keys, values, changes and what a reader must see.
///
/// Everything derives from an index and a version, so that whatever a store answers can be checked
/// without asking another store.
#pragma once

#include <algorithm>
#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <memory>
#include <span>
#include <string_view>
#include <vector>

namespace dbdb::bench {

/// How long keys and values are.
struct Shape {
    std::size_t key_bytes = 16;    ///< At least 8 more than `shared_bytes`.
    std::size_t shared_bytes = 0;  ///< With which every key begins.
    std::size_t value_bytes = 100;

    friend bool operator==(const Shape&, const Shape&) = default;
};

/// Keys from this index on are in no data set: they are asked for by readmissing.
inline constexpr std::uint64_t absent_index = std::uint64_t{1} << 40;

/// Of a scan.
enum class Direction { forward, backward };

/// A view into a KeyList or a ChangeList.
using Key = std::string_view;

/// A bijection of 64-bit numbers that scatters neighbours.
/// Source: Steele, Lea, Flood, "Fast Splittable Pseudorandom Number Generators", OOPSLA 2014.
inline std::uint64_t mix(std::uint64_t number) {
    number = (number ^ (number >> 30)) * 0xbf58476d1ce4e5b9U;
    number = (number ^ (number >> 27)) * 0x94d049bb133111ebU;
    return number ^ (number >> 31);
}

/// Numbers that only look random: the same seed gives the same ones to every store.
class RandomSource {
public:
    explicit RandomSource(std::uint64_t seed) : state_(seed) {}

    std::uint64_t next() { return mix(state_ += 0x9e3779b97f4a7c15U); }

    /// A number less than `limit`, which is less than 2^32.
    std::uint64_t below(std::uint64_t limit) { return ((next() >> 32) * limit) >> 32; }

private:
    std::uint64_t state_;
};

/// Fills `key` with the key of `index`. Two indexes never share one; neighbours lie far apart.
inline void fill_key(std::span<char> key, std::uint64_t index, std::size_t shared_bytes) {
    std::memset(key.data(), 'k', shared_bytes);
    std::span<char> rest = key.subspan(shared_bytes);
    for (std::uint64_t word = mix(index + 1), turn = 0; !rest.empty();
         word = mix(~index - turn++)) {
        const std::size_t part_bytes = std::min(rest.size(), sizeof word);
        std::memcpy(rest.data(), &word, part_bytes);
        rest = rest.subspan(part_bytes);
    }
}

/// Keys of one length, packed, so that reading them in turn costs a store's time little.
class KeyList {
public:
    KeyList() = default;

    KeyList(std::size_t keys_max, const Shape& shape);

    KeyList(KeyList&&) noexcept = default;
    KeyList& operator=(KeyList&&) noexcept = default;

    /// At most `keys_max` times, together with the other.
    Key add(std::uint64_t index);
    Key add(Key key);

    std::span<const Key> all() const { return keys_; }

private:
    std::span<char> next_key();

    Shape shape_{};
    std::unique_ptr<char[]> bytes_{};
    std::vector<Key> keys_{};
};

/// Fills `value` with what `key` has in `version`: half of it random, half of it one letter.
void fill_value(std::span<char> value, Key key, std::uint64_t version);

/// One change to a store: a set, or an erase. Views into a ChangeList.
struct Change {
    Key key{};
    std::string_view value{};
    bool erases = false;
};

/// Changes with the values that they set, made before the clock runs.
class ChangeList {
public:
    ChangeList(std::size_t changes_max, const Shape& shape);

    /// At most `changes_max` times, all four together.
    void set(Key key, std::uint64_t version);
    void set(std::uint64_t index, std::uint64_t version);
    void erase(Key key);
    void erase(std::uint64_t index);

    std::span<const Change> all() const { return changes_; }

private:
    void add_set(Key own_key, std::uint64_t version);

    std::size_t value_bytes_;
    KeyList keys_;
    std::unique_ptr<char[]> values_;
    std::vector<Change> changes_{};
};

/// The entries of the indexes 0 to `count` - 1 in the order of their keys, version 0.
ChangeList sorted_entries(std::uint64_t count, const Shape& shape);

/// A short proof of what was read, in order. Cheap, so that it hardly shows in the figures; every
/// byte of a value is read for it.
struct Digest {
    std::uint64_t entries = 0;
    std::uint64_t sum = 0;

    void add(std::string_view bytes) {
        ++entries;
        sum = sum * 0x9e3779b97f4a7c15U + word_sum(bytes);
    }

    void add(std::string_view key, std::string_view value) {
        ++entries;
        sum = sum * 0x9e3779b97f4a7c15U + word_sum(key) * 3 + word_sum(value);
    }

    friend bool operator==(const Digest&, const Digest&) = default;

    /// The sum of all 8-byte words of `bytes`, the last one overlapping the one before.
    static std::uint64_t word_sum(std::string_view bytes);
};

inline std::uint64_t load_word(const char* bytes) {
    std::uint64_t word = 0;
    std::memcpy(&word, bytes, sizeof word);
    return word;
}

inline std::uint64_t Digest::word_sum(std::string_view bytes) {
    std::uint64_t sum = bytes.size();
    if (bytes.size() < 8) {
        for (const char byte : bytes)
            sum = sum * 256 + static_cast<unsigned char>(byte);
        return sum;
    }
    for (std::size_t at = 0; at + 8 <= bytes.size(); at += 8)
        sum += load_word(&bytes[at]);
    return sum + load_word(bytes.data() + bytes.size() - 8);
}

/// Keys of which each is known only when the value of the one before has been read. The step is
/// mixed in, else the way would soon run in a small circle. For data of the usual shape.
class Chain {
public:
    /// Starts among the indexes 0 to `count` - 1.
    Chain(std::uint64_t seed, std::uint64_t count) : word_(mix(seed)), count_(count) {}

    /// Valid until the next call.
    Key key() {
        fill_key(key_, ((mix(word_ + step_) >> 32) * count_) >> 32, 0);
        return {key_.data(), key_.size()};
    }

    /// A missing or short value leads astray, and so to a wrong digest.
    void advance(std::string_view value) {
        word_ = value.size() < 8 ? 0 : load_word(value.data());
        ++step_;
    }

private:
    std::uint64_t word_;
    std::uint64_t count_;
    std::uint64_t step_ = 0;
    std::array<char, Shape{}.key_bytes> key_{};
};

}  // namespace dbdb::bench
