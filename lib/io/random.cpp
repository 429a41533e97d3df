#include "io/random.hpp"

#include <cerrno>
#include <span>
#include <sys/random.h>

#include "dbdb/error.hpp"

namespace dbdb::io {

std::array<std::byte, 16> random_bits() {
    std::array<std::byte, 16> bits{};
    for (std::span<std::byte> missing = bits; !missing.empty();) {
        const ssize_t filled = ::getrandom(missing.data(), missing.size(), 0);
        if (filled < 0 && errno == EINTR) continue;
        if (filled < 0) throw Error(Errc::unsupported, "random bits of the system", errno);
        missing = missing.subspan(static_cast<std::size_t>(filled));
    }
    return bits;
}

}  // namespace dbdb::io
