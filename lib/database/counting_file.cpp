#include "database/counting_file.hpp"

#include "dbdb/error.hpp"

#include "io/memory_file.hpp"

namespace dbdb::database {

void CountingFile::read_at(std::uint64_t offset, std::span<std::byte>) const {
    throw Error(Errc::io, name_ + ": nothing to read at byte " + std::to_string(offset));
}

void CountingFile::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    if (offset + source.size() > bytes_) bytes_ = offset + source.size();
}

std::shared_ptr<const Mapping> CountingFile::map(std::uint64_t bytes) const {
    return io::make_memory_file(name_)->map(bytes);
}

}  // namespace dbdb::database
