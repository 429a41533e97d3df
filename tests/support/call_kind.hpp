/// The calls of a File, as the files of the tests name them.
#pragma once

namespace dbdb::test {

enum class CallKind { read, write, sync, truncate, map };

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
    }
    return "unknown";
}

}  // namespace dbdb::test
