#include "format/xxh3.hpp"

namespace dbdb::format {

namespace {

std::uint64_t sum(const void* bytes, std::size_t count, std::uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, count, seed);
}

void update(XXH3_state_t& state, const void* bytes, std::size_t count) {
    XXH3_64bits_update(&state, bytes, count);
}

const Xxh3* choose() {
#ifdef DBDB_HAS_AVX2
    if (__builtin_cpu_supports("avx2")) return &xxh3_avx2;
#endif
    return &xxh3_plain;
}

}  // namespace

constinit const Xxh3 xxh3_plain = {sum, update};

/// Somebody's static object may need a checksum before the choice.
constinit const Xxh3* widest_xxh3 = &xxh3_plain;

[[maybe_unused]] static const bool is_chosen = (widest_xxh3 = choose()) != nullptr;

}  // namespace dbdb::format
