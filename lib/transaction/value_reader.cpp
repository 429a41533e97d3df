#include <algorithm>

#include "dbdb/value_stream.hpp"

namespace dbdb {

std::optional<ValueReader> Snapshot::value_reader(std::string_view key) const {
    Snapshot held = *this;
    const auto value = held.get(key);
    if (!value) return std::nullopt;
    return ValueReader(std::move(held), *value);
}

std::size_t ValueReader::read(std::span<char> target) {
    const std::size_t bytes = std::min(rest_.size(), target.size());
    std::copy_n(rest_.data(), bytes, target.data());
    rest_.remove_prefix(bytes);
    return bytes;
}

}  // namespace dbdb
