#include "format/xxh3.hpp"

namespace dbdb::format {

namespace {

const Xxh3* choose() {
#ifdef DBDB_HAS_AVX2
    if (__builtin_cpu_supports("avx2")) return &xxh3_avx2;
#endif
    return &xxh3_plain;
}

}  // namespace

/// Somebody's static object may need a checksum before the choice.
constinit const Xxh3* widest_xxh3 = &xxh3_plain;

[[maybe_unused]] static const bool is_chosen = (widest_xxh3 = choose()) != nullptr;

}  // namespace dbdb::format
