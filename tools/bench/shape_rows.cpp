/// Rows of keys and values of other lengths than the usual ones. They have as many bytes in all.
#include <array>

#include "rows.hpp"

namespace dbdb::bench {

namespace {

constexpr Fixture shared = Fixture::shared_loaded;
constexpr Fixture empty = Fixture::fresh_empty;

constexpr Row get_row(const char* name, const char* meaning, const Shape& shape) {
    return {
        .name = name, .meaning = meaning, .run = read_random, .fixture = shared, .shape = shape};
}

constexpr Row load_row(const char* name, const char* meaning, const Shape& shape) {
    return {.name = name, .meaning = meaning, .run = bulk_load, .fixture = empty, .shape = shape};
}

constexpr Shape short_key{.key_bytes = 8};
constexpr Shape long_key{.key_bytes = 128};
constexpr Shape shared_key{.key_bytes = 40, .shared_bytes = 32};
constexpr Shape short_value{.value_bytes = 10};
constexpr Shape long_value{.value_bytes = 1'000};

Row shared_key_row() {
    Row row = get_row("key_40_get", "readrandom of keys of 40 bytes, 32 the same", shared_key);
    row.target = 2;
    return row;
}

const std::array rows{
    get_row("key_8_get", "readrandom of keys of 8 bytes", short_key),
    load_row("key_8_load", "bulk_load of keys of 8 bytes", short_key),
    shared_key_row(),
    load_row("key_40_load", "bulk_load of keys of 40 bytes, 32 the same", shared_key),
    get_row("key_128_get", "readrandom of keys of 128 bytes", long_key),
    load_row("key_128_load", "bulk_load of keys of 128 bytes", long_key),
    get_row("value_10_get", "readrandom of values of 10 bytes", short_value),
    load_row("value_10_load", "bulk_load of values of 10 bytes", short_value),
    get_row("value_1000_get", "readrandom of values of 1,000 bytes", long_value),
    load_row("value_1000_load", "bulk_load of values of 1,000 bytes", long_value),
};

}  // namespace

std::span<const Row> shape_rows() { return rows; }

}  // namespace dbdb::bench
