/// Bytes of one file read piece by piece, or copied to another.
#pragma once

#include <cstdint>
#include <functional>
#include <span>

#include "dbdb/file.hpp"

#include "database/pace.hpp"

namespace dbdb::database {

/// Calls `take` with the bytes [from, to) of `file`, at most `piece_bytes` at a time.
void each_piece(const File& file,
                std::uint64_t from,
                std::uint64_t to,
                const std::function<void(std::span<const std::byte>)>& take);

/// Copies the bytes [from, to) of `source` to `target`, where the first one goes to `place`. The
/// system does it where it can; what it cannot copy is read and written.
void copy_bytes(const File& source,
                std::uint64_t from,
                std::uint64_t to,
                File& target,
                std::uint64_t place,
                Pace& pace);

/// Throws Error{Errc::corrupt} unless `copy` begins with the bytes [from, to) of `source`.
void require_equal(const File& source, std::uint64_t from, std::uint64_t to, const File& copy);

}  // namespace dbdb::database
