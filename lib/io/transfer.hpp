/// Whole transfers: the system may move fewer bytes than asked and may be interrupted by a signal;
/// these functions go on until all bytes have moved or the system gives a reason why not.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <string>

#include "io/descriptor.hpp"

namespace dbdb::io {

/// Fills `target` from byte `offset` on. Throws Error{Errc::io} naming `name` and the place, also
/// when the file ends before.
void read_fully(const Descriptor& file,
                const std::string& name,
                std::uint64_t offset,
                std::span<std::byte> target);

/// Writes all of `source` at byte `offset`. Throws Error{Errc::io} naming `name` and the place,
/// Error{Errc::too_large} beyond the largest offset of the system; any part may then be written.
void write_fully(const Descriptor& file,
                 const std::string& name,
                 std::uint64_t offset,
                 std::span<const std::byte> source);

/// Whether the system can name each of the `bytes` from `offset` on.
bool addressable(std::uint64_t offset, std::uint64_t bytes) noexcept;

}  // namespace dbdb::io
