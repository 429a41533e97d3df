#include "exchange/lmdb_need.hpp"

#include "text/escape.hpp"

namespace dbdb::exchange {

namespace {

constexpr std::size_t key_bytes_max = 511;
constexpr std::uint64_t value_bytes_max = 0xFFFF'FFFF;
constexpr std::uint64_t page_bytes = 4096;
constexpr std::uint64_t page_header_bytes = 16;

/// Beside key and value an entry has a header and a slot; a branch above it repeats the key.
constexpr std::uint64_t entry_bytes_extra = 64;

/// For the pages of commits that are not yet reused, and the store's own tables.
constexpr std::uint64_t map_bytes_extra = std::uint64_t{16} << 20;

std::uint64_t whole_pages(std::uint64_t bytes) {
    return (bytes + page_bytes - 1) / page_bytes * page_bytes;
}

/// A value of half a page or more gets pages of its own; the others share pages that may be half
/// empty.
std::uint64_t entry_bytes(std::uint64_t key_bytes, std::uint64_t value_bytes) {
    const std::uint64_t beside = 3 * (key_bytes + entry_bytes_extra);
    if (value_bytes < page_bytes / 4) return beside + 3 * value_bytes;
    return beside + whole_pages(value_bytes + page_header_bytes) + page_bytes;
}

}  // namespace

std::optional<std::string> LmdbNeed::add(std::string_view key, std::string_view value) {
    if (key.empty() || key.size() > key_bytes_max)
        return "LMDB takes keys of 1 to 511 bytes, " + text::quoted(key) + " has " +
               std::to_string(key.size());
    if (value.size() > value_bytes_max)
        return "LMDB takes values below 4 GiB, that of " + text::quoted(key) + " has " +
               std::to_string(value.size()) + " bytes";
    needed_bytes_ += entry_bytes(key.size(), value.size());
    return std::nullopt;
}

std::uint64_t LmdbNeed::map_bytes() const { return whole_pages(needed_bytes_ + map_bytes_extra); }

}  // namespace dbdb::exchange
