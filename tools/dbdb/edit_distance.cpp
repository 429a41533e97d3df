#include "edit_distance.hpp"

#include <algorithm>
#include <array>

namespace dbdb::tool {

namespace {

constexpr std::size_t length_max = 64;

/// Element [i][j] is the distance of the first i characters of one word to j of the other.
using Table = std::array<std::array<std::size_t, length_max + 1>, length_max + 1>;

bool swapped(std::string_view left, std::string_view right, std::size_t i, std::size_t j) {
    return i > 1 && j > 1 && left[i - 1] == right[j - 2] && left[i - 2] == right[j - 1];
}

std::size_t cheapest(const Table& table,
                     std::string_view left,
                     std::string_view right,
                     std::size_t i,
                     std::size_t j) {
    if (i == 0 || j == 0) return i + j;
    const std::size_t replaced = left[i - 1] == right[j - 1] ? 0 : 1;
    std::size_t best =
        std::min({table[i - 1][j] + 1, table[i][j - 1] + 1, table[i - 1][j - 1] + replaced});
    if (swapped(left, right, i, j)) best = std::min(best, table[i - 2][j - 2] + 1);
    return best;
}

}  // namespace

std::size_t edit_distance(std::string_view left, std::string_view right) {
    left = left.substr(0, length_max);
    right = right.substr(0, length_max);
    Table table{};
    for (std::size_t i = 0; i <= left.size(); ++i)
        for (std::size_t j = 0; j <= right.size(); ++j)
            table[i][j] = cheapest(table, left, right, i, j);
    return table[left.size()][right.size()];
}

}  // namespace dbdb::tool
