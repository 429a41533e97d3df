/// Sixteen bytes looked at at once: how a leaf finds a hash among its own.
#pragma once

#include <cstddef>
#include <cstdint>

#ifdef __SSE2__
#include <emmintrin.h>
#endif

namespace dbdb::format {

inline constexpr unsigned byte_group_size = 16;

/// Which of the bytes of `low` and, behind them, of `high` are `byte`: bit i for the i-th, counted
/// from the lowest.
inline unsigned equal_bytes(std::uint64_t low, std::uint64_t high, std::uint8_t byte) {
#ifdef __SSE2__
    const __m128i group = _mm_set_epi64x(static_cast<long long>(high), static_cast<long long>(low));
    const __m128i wanted = _mm_set1_epi8(static_cast<char>(byte));
    return static_cast<unsigned>(_mm_movemask_epi8(_mm_cmpeq_epi8(group, wanted)));
#else
    unsigned equal = 0;
    for (unsigned index = 0; index < byte_group_size; ++index) {
        const std::uint64_t half = index < 8 ? low : high;
        if (static_cast<std::uint8_t>(half >> index % 8 * 8) == byte) equal |= 1U << index;
    }
    return equal;
#endif
}

}  // namespace dbdb::format
