/// Bytes of one file read piece by piece, or copied to the same place of another.
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

/// Copies the bytes [from, to) of `source` to the same place of `target`.
void copy_bytes(const File& source, File& target, std::uint64_t from, std::uint64_t to, Pace& pace);

}  // namespace dbdb::database
