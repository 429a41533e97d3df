#include "io/transfer.hpp"

#include <limits>
#include <unistd.h>

#include "io/failure.hpp"

namespace dbdb::io {

namespace {

std::string place(const char* what, std::uint64_t bytes, std::uint64_t offset) {
    return std::string(what) + " of " + std::to_string(bytes) + " bytes at byte " +
           std::to_string(offset);
}

/// Calls `transfer` (which moves up to as many bytes as it says, -1 for an error) until it moved
/// something, met the end, or failed for another reason than a signal.
template <typename Transfer>
ssize_t past_signals(Transfer transfer) {
    ssize_t moved = -1;
    do {
        moved = transfer();
    } while (moved < 0 && errno == EINTR);
    return moved;
}

}  // namespace

bool addressable(std::uint64_t offset, std::uint64_t bytes) noexcept {
    constexpr auto last = static_cast<std::uint64_t>(std::numeric_limits<off_t>::max());
    return offset <= last && bytes <= last - offset;
}

void read_fully(const Descriptor& file,
                const std::string& name,
                std::uint64_t offset,
                std::span<std::byte> target) {
    const std::string text = name + ": " + place("read", target.size(), offset);
    if (!addressable(offset, target.size())) throw Error(Errc::io, text + ": the file ends before");
    while (!target.empty()) {
        const ssize_t moved = past_signals([&] {
            return ::pread(file.number(), target.data(), target.size(), static_cast<off_t>(offset));
        });
        if (moved < 0) throw io_error(text);
        if (moved == 0)
            throw Error(Errc::io, text + ": the file ends at byte " + std::to_string(offset));
        offset += static_cast<std::uint64_t>(moved);
        target = target.subspan(static_cast<std::size_t>(moved));
    }
}

void write_fully(const Descriptor& file,
                 const std::string& name,
                 std::uint64_t offset,
                 std::span<const std::byte> source) {
    const std::string text = name + ": " + place("write", source.size(), offset);
    if (!addressable(offset, source.size())) throw Error(Errc::too_large, text);
    while (!source.empty()) {
        const ssize_t moved = past_signals([&] {
            return ::pwrite(
                file.number(), source.data(), source.size(), static_cast<off_t>(offset));
        });
        if (moved < 0) throw io_error(text);
        if (moved == 0) throw Error(Errc::io, text + ": the system takes no more bytes");
        offset += static_cast<std::uint64_t>(moved);
        source = source.subspan(static_cast<std::size_t>(moved));
    }
}

}  // namespace dbdb::io
