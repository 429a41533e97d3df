#include "keys.hpp"

#include "dbdb/options.hpp"

#include "format/payload.hpp"

namespace dbdb::test {
namespace {

constexpr std::size_t universe = 3'000;

/// Ascending and descending keys move on by one in so many calls.
constexpr std::uint64_t calls_per_step = 3;

}  // namespace

std::string Keys::next() {
    switch (style_) {
        case KeyStyle::uniform:
            return numbered_key(random_.below(universe));
        case KeyStyle::skewed:
            return numbered_key(random_.below(1 + random_.below(1 + random_.below(universe))));
        case KeyStyle::ascending:
            return numbered_key(++step_ / calls_per_step + random_.below(3));
        case KeyStyle::descending:
            return numbered_key(500'000'000 - ++step_ / calls_per_step + random_.below(3));
        case KeyStyle::equal_prefix:
            return std::string(40 * random_.below(3), 'p') +
                   random_.text(random_.below(5), "ab\xff");
        case KeyStyle::extreme:
            break;
    }
    return extreme();
}

std::string Keys::extreme() {
    using namespace std::string_view_literals;
    if (random_.below(4) != 0) return random_.text(random_.below(4), "\0\1\xff"sv);
    std::string key(key_bytes_max - random_.below(2), "\0\xff"[random_.below(2)]);
    key[random_.below(2) * (key.size() - 1)] = static_cast<char>(random_.below(3));
    return key;
}

std::string random_value(Random& random) {
    const std::size_t dice = random.below(1'000);
    std::size_t bytes = random.below(60);
    if (dice < 20) bytes = format::inline_value_bytes_max - 1 + random.below(3);
    if (dice == 0) bytes = random.below(20'000);
    return std::string(bytes, static_cast<char>('a' + random.below(26)));
}

}  // namespace dbdb::test
