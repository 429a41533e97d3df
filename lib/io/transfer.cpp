#include "io/transfer.hpp"

#include <cerrno>
#include <limits>
#include <string>
#include <unistd.h>

#include "dbdb/error.hpp"

namespace dbdb::io {

namespace {

/// What was asked for. Only made to tell of a failure: transfers that succeed take no memory.
struct Request {
    const std::string& name;
    const char* act;
    std::uint64_t bytes;
    std::uint64_t offset;

    std::string text() const {
        return name + ": " + act + " of " + std::to_string(bytes) + " bytes at byte " +
               std::to_string(offset);
    }
};

/// The reason is taken before the text is made, which may change errno.
Error failure_of(const Request& request) {
    const int reason = errno;
    return {Errc::io, request.text(), reason};
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
    const Request request{name, "read", target.size(), offset};
    if (!addressable(offset, target.size()))
        throw Error(Errc::io, request.text() + ": the file ends before");
    while (!target.empty()) {
        const ssize_t moved = past_signals([&] {
            return ::pread(file.number(), target.data(), target.size(), static_cast<off_t>(offset));
        });
        if (moved < 0) throw failure_of(request);
        if (moved == 0)
            throw Error(Errc::io,
                        request.text() + ": the file ends at byte " + std::to_string(offset));
        offset += static_cast<std::uint64_t>(moved);
        target = target.subspan(static_cast<std::size_t>(moved));
    }
}

void write_fully(const Descriptor& file,
                 const std::string& name,
                 std::uint64_t offset,
                 std::span<const std::byte> source) {
    const Request request{name, "write", source.size(), offset};
    if (!addressable(offset, source.size())) throw Error(Errc::too_large, request.text());
    while (!source.empty()) {
        const ssize_t moved = past_signals([&] {
            return ::pwrite(
                file.number(), source.data(), source.size(), static_cast<off_t>(offset));
        });
        if (moved < 0) throw failure_of(request);
        if (moved == 0) throw Error(Errc::io, request.text() + ": the system takes no more bytes");
        offset += static_cast<std::uint64_t>(moved);
        source = source.subspan(static_cast<std::size_t>(moved));
    }
}

}  // namespace dbdb::io
