#include "io/beside.hpp"

#include <cstddef>
#include <fcntl.h>
#include <span>

#include "io/failure.hpp"
#include "io/random.hpp"

namespace dbdb::io {

std::string random_digits() {
    constexpr const char* digits = "0123456789abcdef";
    constexpr std::size_t random_bytes = 8;
    std::string text;
    const auto bits = random_bits();
    for (const std::byte byte : std::span(bits).first(random_bytes)) {
        text += digits[std::to_integer<unsigned>(byte) >> 4];
        text += digits[std::to_integer<unsigned>(byte) & 15];
    }
    return text;
}

Descriptor open_directory_of(const std::filesystem::path& path) {
    const std::filesystem::path parent = path.parent_path();
    Descriptor directory = open_descriptor(parent.empty() ? "." : parent, O_RDONLY | O_DIRECTORY);
    if (directory) return directory;
    const Errc kind = errno == ENOENT || errno == ENOTDIR ? Errc::not_found : Errc::io;
    throw Error(kind, path.string() + ": cannot open its directory", errno);
}

}  // namespace dbdb::io
