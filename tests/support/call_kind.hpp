/// The calls of a File, as the files of the tests name them.
#pragma once

#include <cstddef>

namespace dbdb::test {

enum class CallKind { read, write, sync, truncate, map, size };

inline constexpr std::size_t call_kind_count = 6;

constexpr const char* name_of(CallKind kind) noexcept {
    switch (kind) {
        case CallKind::read:
            return "read";
        case CallKind::write:
            return "write";
        case CallKind::sync:
            return "sync";
        case CallKind::truncate:
            return "truncate";
        case CallKind::map:
            return "map";
        case CallKind::size:
            return "size";
    }
    return "unknown";
}

}  // namespace dbdb::test
