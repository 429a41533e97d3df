/// Compiled once for every processor and, as `xxh3_avx2`, once for those with AVX2. Nothing from
/// the standard library may be used here: an inline function of it, compiled for AVX2, could take
/// the place of those of all other files.
#include "format/xxh3.hpp"

namespace dbdb::format {

namespace {

std::uint64_t sum(const void* bytes, std::size_t count, std::uint64_t seed) {
    return XXH3_64bits_withSeed(bytes, count, seed);
}

void update(XXH3_state_t& state, const void* bytes, std::size_t count) {
    XXH3_64bits_update(&state, bytes, count);
}

}  // namespace

#ifdef DBDB_FOR_AVX2
constinit const Xxh3 xxh3_avx2 = {sum, update};
#else
constinit const Xxh3 xxh3_plain = {sum, update};
#endif

}  // namespace dbdb::format
