/// Helpers of the tests in this folder.
#pragma once

#include <chrono>
#include <cstddef>
#include <filesystem>
#include <fstream>
#include <span>
#include <string>
#include <string_view>

#include "dbdb/error.hpp"
#include "dbdb/file.hpp"

namespace dbdb::test {

inline std::span<const std::byte> bytes_of(std::string_view text) {
    return std::as_bytes(std::span(text));
}

inline std::string text_at(const File& file, std::uint64_t offset, std::size_t bytes) {
    std::string text(bytes, '\0');
    file.read_at(offset, std::as_writable_bytes(std::span(text)));
    return text;
}

inline std::string contents_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    return {std::istreambuf_iterator<char>(stream), {}};
}

/// Makes a file, or replaces what it holds.
inline std::filesystem::path put_file(const std::filesystem::path& path, std::string_view text) {
    std::ofstream(path, std::ios::binary) << text;
    return path;
}

/// The kind of the Error that `act` throws; Errc{} when it throws none.
template <typename Act>
Errc errc_of(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return error.errc();
    }
    return Errc{};
}

/// The text of the Error that `act` throws, empty when it throws none.
template <typename Act>
std::string message_of(Act act) {
    try {
        act();
    } catch (const Error& error) {
        return error.what();
    }
    return {};
}

inline bool holds(std::string_view text, std::string_view part) {
    return text.find(part) != std::string_view::npos;
}

}  // namespace dbdb::test
