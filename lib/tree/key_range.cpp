#include "tree/key_range.hpp"

#include "tree/search.hpp"

namespace dbdb::tree {

namespace {

constexpr std::size_t bound_bytes_max = 256;

/// `to`, or a shorter bound behind it; none when there is none that is short.
std::optional<std::string> upper_bound(std::string_view to) {
    if (to.size() <= bound_bytes_max) return std::string(to);
    std::string buffer;
    const std::string_view end = prefix_end(to.substr(0, bound_bytes_max), buffer);
    return end.empty() ? std::nullopt : std::optional(std::string(end));
}

}  // namespace

KeyRange key_range(std::string_view from,
                   const std::optional<std::string_view>& to,
                   std::uint64_t entries) {
    return {std::string(from.substr(0, bound_bytes_max)),
            to ? upper_bound(*to) : std::nullopt,
            entries};
}

KeyRange key_range(std::string_view key) {
    const std::string next = std::string(key) + '\0';
    return key_range(key, next, 1);
}

}  // namespace dbdb::tree
