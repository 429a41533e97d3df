#include "database/byte_copy.hpp"

#include <algorithm>
#include <vector>

namespace dbdb::database {

void each_piece(const File& file,
                std::uint64_t from,
                std::uint64_t to,
                const std::function<void(std::span<const std::byte>)>& take) {
    std::vector<std::byte> buffer(std::min<std::uint64_t>(piece_bytes, to - from));
    while (from < to) {
        const auto piece =
            std::span(buffer).first(std::min<std::uint64_t>(buffer.size(), to - from));
        file.read_at(from, piece);
        take(piece);
        from += piece.size();
    }
}

void copy_bytes(
    const File& source, File& target, std::uint64_t from, std::uint64_t to, Pace& pace) {
    std::uint64_t offset = from;
    each_piece(source, from, to, [&](std::span<const std::byte> piece) {
        target.write_at(offset, piece);
        offset += piece.size();
        pace.advance(piece.size());
    });
}

}  // namespace dbdb::database
