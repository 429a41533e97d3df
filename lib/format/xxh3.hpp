/// XXH3 by the widest vectors that the processor has.
///
/// xxhash chooses its vectors when it is compiled, and a library must run on the oldest processor
/// of its kind. So the two functions that go through many bytes are there once more, for
/// processors with AVX2, which take two thirds of the time. The results are the same.
#pragma once

#include <cstddef>
#include <cstdint>

#define XXH_INLINE_ALL
#include <xxhash.h>

namespace dbdb::format {

struct Xxh3 {
    std::uint64_t (*sum)(const void* bytes, std::size_t count, std::uint64_t seed);
    void (*update)(XXH3_state_t& state, const void* bytes, std::size_t count);
};

/// For every processor that the library is compiled for.
extern const Xxh3 xxh3_plain;

/// Only for processors with AVX2; not there where no processor can have it.
extern const Xxh3 xxh3_avx2;

/// The one for this processor, from before main() on.
extern const Xxh3* widest_xxh3;

}  // namespace dbdb::format
