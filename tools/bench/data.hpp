/// What every store is filled with and asked for: keys, values, changes and what a reader must see.
///
/// Everything derives from an index and a version, so that whatever a store answers can be checked
/// without asking another store.
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <string_view>
#include <vector>

namespace dbdb::bench {

inline constexpr std::size_t key_bytes = 16;
inline constexpr std::size_t value_bytes = 100;

/// Keys from this index on are in no data set: they are asked for by get_absent.
inline constexpr std::uint64_t absent_index = std::uint64_t{1} << 40;

using Key = std::array<char, key_bytes>;

inline std::string_view view(const Key& key) { return {key.data(), key.size()}; }

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

/// The key of `index`. Two indexes never share one; neighbours lie far apart.
inline Key make_key(std::uint64_t index) {
    const std::array<std::uint64_t, 2> words{mix(index + 1), mix(~index)};
    Key key;
    std::memcpy(key.data(), words.data(), key.size());
    return key;
}

/// Fills `value` with what `key` has in `version`: half of it random, half of it one letter.
void fill_value(std::span<char> value, const Key& key, std::uint64_t version);

/// One change to a store: a set, or an erase. `value` is a view into a ChangeList.
struct Change {
    Key key{};
    std::string_view value{};
    bool erases = false;
};

/// Changes with the values that they set, made before the clock runs.
class ChangeList {
public:
    /// Room for `sets_max` values of `bytes_per_value` each.
    ChangeList(std::size_t sets_max, std::size_t bytes_per_value);

    ChangeList(ChangeList&&) noexcept = default;
    ChangeList(const ChangeList&) = delete;
    ChangeList& operator=(const ChangeList&) = delete;

    /// At most `sets_max` times.
    void set(const Key& key, std::uint64_t version);
    void erase(const Key& key);

    std::span<const Change> all() const { return changes_; }

private:
    std::size_t bytes_per_value_;
    std::vector<char> values_;
    std::size_t used_bytes_ = 0;
    std::vector<Change> changes_;
};

/// The entries of the indexes 0 to `count` - 1 in the order of their keys, version 0.
ChangeList sorted_entries(std::uint64_t count, std::size_t bytes_per_value);

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
/// mixed in, else the way would soon run in a small circle.
class Chain {
public:
    /// Starts among the indexes 0 to `count` - 1.
    Chain(std::uint64_t seed, std::uint64_t count) : word_(mix(seed)), count_(count) {}

    Key key() const { return make_key(((mix(word_ + step_) >> 32) * count_) >> 32); }

    /// A missing or short value leads astray, and so to a wrong digest.
    void advance(std::string_view value) {
        word_ = value.size() < 8 ? 0 : load_word(value.data());
        ++step_;
    }

private:
    std::uint64_t word_;
    std::uint64_t count_;
    std::uint64_t step_ = 0;
};

}  // namespace dbdb::bench
