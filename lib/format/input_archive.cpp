#include "format/input_archive.hpp"

#include <string>

namespace dbdb::format {

void throw_too_short(std::size_t wanted_bytes, std::size_t bytes_left) {
    throw DecodeError("record ends early: " + std::to_string(wanted_bytes) + " bytes expected, " +
                      std::to_string(bytes_left) + " left");
}

void throw_size_too_large(std::uint64_t size, std::size_t bytes_left) {
    throw DecodeError("record claims " + std::to_string(size) + " elements, but only " +
                      std::to_string(bytes_left) + " bytes are left");
}

void throw_not_a_bool(std::uint8_t byte) {
    throw DecodeError("record has byte " + std::to_string(byte) + " where 0 or 1 belongs");
}

}  // namespace dbdb::format
