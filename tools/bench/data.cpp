#include "data.hpp"

#include <algorithm>
#include <stdexcept>

namespace dbdb::bench {

namespace {

void fill_random(std::span<char> bytes, RandomSource& random) {
    while (!bytes.empty()) {
        const std::uint64_t word = random.next();
        const std::size_t part_bytes = std::min(bytes.size(), sizeof word);
        std::memcpy(bytes.data(), &word, part_bytes);
        bytes = bytes.subspan(part_bytes);
    }
}

std::vector<Key> sorted_keys(std::uint64_t count) {
    std::vector<Key> keys(count);
    for (std::uint64_t index = 0; index < count; ++index)
        keys[index] = make_key(index);
    std::sort(keys.begin(), keys.end(), [](const Key& left, const Key& right) {
        return view(left) < view(right);
    });
    return keys;
}

}  // namespace

void fill_value(std::span<char> value, const Key& key, std::uint64_t version) {
    RandomSource random(load_word(key.data()) + mix(version + 1));
    const std::size_t random_bytes = value.size() / 2;
    fill_random(value.first(random_bytes), random);
    const char letter = static_cast<char>('a' + random.below(26));
    std::fill(value.begin() + static_cast<std::ptrdiff_t>(random_bytes), value.end(), letter);
}

ChangeList::ChangeList(std::size_t sets_max, std::size_t bytes_per_value)
    : bytes_per_value_(bytes_per_value), values_(sets_max * bytes_per_value) {
    changes_.reserve(sets_max);
}

void ChangeList::set(const Key& key, std::uint64_t version) {
    if (values_.size() - used_bytes_ < bytes_per_value_)
        throw std::logic_error("a list of changes has more sets than it was made for");
    const std::span<char> value(values_.data() + used_bytes_, bytes_per_value_);
    fill_value(value, key, version);
    used_bytes_ += bytes_per_value_;
    changes_.push_back({key, {value.data(), value.size()}, false});
}

void ChangeList::erase(const Key& key) { changes_.push_back({key, {}, true}); }

ChangeList sorted_entries(std::uint64_t count, std::size_t bytes_per_value) {
    ChangeList entries(count, bytes_per_value);
    for (const Key& key : sorted_keys(count))
        entries.set(key, 0);
    return entries;
}

}  // namespace dbdb::bench
