#include "database/byte_copy.hpp"

#include <algorithm>
#include <string>
#include <vector>

#include "dbdb/error.hpp"

#include "io/local_file.hpp"

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

namespace {

/// Copies as much as the system does by itself; how many bytes.
std::uint64_t copied_by_system(
    const File& source, std::uint64_t from, std::uint64_t to, File& target, std::uint64_t place) {
    const auto* local_source = dynamic_cast<const io::LocalFile*>(&source);
    auto* local_target = dynamic_cast<io::LocalFile*>(&target);
    if (local_source == nullptr || local_target == nullptr) return 0;
    return local_target->copy_from(
        *local_source, from, std::min<std::uint64_t>(piece_bytes, to - from), place);
}

}  // namespace

void copy_bytes(const File& source,
                std::uint64_t from,
                std::uint64_t to,
                File& target,
                std::uint64_t place,
                Pace& pace) {
    while (from < to) {
        const std::uint64_t bytes = copied_by_system(source, from, to, target, place);
        if (bytes == 0) break;
        from += bytes;
        place += bytes;
        pace.advance(bytes);
    }
    each_piece(source, from, to, [&](std::span<const std::byte> piece) {
        target.write_at(place, piece);
        place += piece.size();
        pace.advance(piece.size());
    });
}

void require_equal(const File& source, std::uint64_t from, std::uint64_t to, const File& copy) {
    std::uint64_t place = 0;
    std::vector<std::byte> buffer;
    each_piece(source, from, to, [&](std::span<const std::byte> piece) {
        buffer.resize(piece.size());
        copy.read_at(place, buffer);
        if (!std::ranges::equal(buffer, piece)) {
            throw Error(Errc::corrupt,
                        copy.name() + ": what was copied to byte " + std::to_string(place) +
                            " is not what is read there");
        }
        place += piece.size();
    });
}

}  // namespace dbdb::database
