#include "keyspace/index_key.hpp"

namespace dbdb::keyspace {

namespace {

/// Turns the order of signed numbers into that of unsigned ones.
constexpr std::uint64_t sign_bit = std::uint64_t{1} << 63;

}  // namespace

std::string deadline_index_key(std::int64_t deadline_ms, std::string_view key) {
    const std::uint64_t ordered = static_cast<std::uint64_t>(deadline_ms) ^ sign_bit;
    std::string index_key;
    index_key.reserve(deadline_key_bytes + key.size());
    for (unsigned shift = 64; shift > 0; shift -= 8)
        index_key += static_cast<char>(ordered >> (shift - 8) & 0xFF);
    return index_key.append(key);
}

std::optional<DeadlineKey> parse_deadline_index_key(std::string_view index_key) {
    if (index_key.size() < deadline_key_bytes) return std::nullopt;
    std::uint64_t ordered = 0;
    for (const char byte : index_key.substr(0, deadline_key_bytes))
        ordered = ordered << 8 | static_cast<unsigned char>(byte);
    return DeadlineKey{static_cast<std::int64_t>(ordered ^ sign_bit),
                       index_key.substr(deadline_key_bytes)};
}

std::string tag_index_prefix(std::string_view tag) {
    return std::string(1, static_cast<char>(tag.size())).append(tag);
}

std::string tag_index_key(std::string_view tag, std::string_view key) {
    return tag_index_prefix(tag).append(key);
}

std::optional<TagKey> parse_tag_index_key(std::string_view index_key) {
    if (index_key.empty()) return std::nullopt;
    const std::size_t bytes = static_cast<unsigned char>(index_key[0]);
    if (bytes == 0 || bytes > index_key.size() - 1) return std::nullopt;
    return TagKey{index_key.substr(1, bytes), index_key.substr(1 + bytes)};
}

}  // namespace dbdb::keyspace
