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

}  // namespace

void fill_value(std::span<char> value, Key key, std::uint64_t version) {
    RandomSource random(load_word(key.data() + key.size() - 8) + mix(version + 1));
    const std::size_t random_bytes = value.size() / 2;
    fill_random(value.first(random_bytes), random);
    const char letter = static_cast<char>('a' + random.below(26));
    std::fill(value.begin() + static_cast<std::ptrdiff_t>(random_bytes), value.end(), letter);
}

KeyList::KeyList(std::size_t keys_max, const Shape& shape)
    : shape_(shape), bytes_(std::make_unique_for_overwrite<char[]>(keys_max * shape.key_bytes)) {
    keys_.reserve(keys_max);
}

std::span<char> KeyList::next_key() {
    if (keys_.size() == keys_.capacity())
        throw std::logic_error("a list has more keys than it was made for");
    return {&bytes_[keys_.size() * shape_.key_bytes], shape_.key_bytes};
}

Key KeyList::add(std::uint64_t index) {
    const std::span<char> key = next_key();
    fill_key(key, index, shape_.shared_bytes);
    return keys_.emplace_back(key.data(), key.size());
}

Key KeyList::add(Key key) {
    const std::span<char> copy = next_key();
    std::memcpy(copy.data(), key.data(), copy.size());
    return keys_.emplace_back(copy.data(), copy.size());
}

ChangeList::ChangeList(std::size_t changes_max, const Shape& shape)
    : value_bytes_(shape.value_bytes),
      keys_(changes_max, shape),
      values_(std::make_unique_for_overwrite<char[]>(changes_max * shape.value_bytes)) {
    changes_.reserve(changes_max);
}

void ChangeList::set(Key key, std::uint64_t version) { add_set(keys_.add(key), version); }

void ChangeList::set(std::uint64_t index, std::uint64_t version) {
    add_set(keys_.add(index), version);
}

void ChangeList::erase(Key key) { changes_.push_back({keys_.add(key), {}, true}); }

void ChangeList::erase(std::uint64_t index) { changes_.push_back({keys_.add(index), {}, true}); }

void ChangeList::add_set(Key own_key, std::uint64_t version) {
    const std::span<char> value(&values_[changes_.size() * value_bytes_], value_bytes_);
    fill_value(value, own_key, version);
    changes_.push_back({own_key, {value.data(), value.size()}, false});
}

ChangeList sorted_entries(std::uint64_t count, const Shape& shape) {
    KeyList keys(count, shape);
    for (std::uint64_t index = 0; index < count; ++index)
        keys.add(index);
    std::vector<Key> sorted(keys.all().begin(), keys.all().end());
    std::sort(sorted.begin(), sorted.end());
    ChangeList entries(count, shape);
    for (const Key key : sorted)
        entries.set(key, 0);
    return entries;
}

}  // namespace dbdb::bench
