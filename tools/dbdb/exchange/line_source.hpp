/// Lines out of a stream of bytes, of any length and content.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <span>
#include <string_view>
#include <vector>

namespace dbdb::exchange {

/// Fills part of `target` and gives how many bytes it filled; 0 at the end of the input. May throw.
using ReadBytes = std::function<std::size_t(std::span<char> target)>;

/// Needs memory for the longest line, and a small buffer.
class LineSource {
public:
    explicit LineSource(ReadBytes read);

    /// The first bytes of what is still to come: `bytes` of them, or fewer when there are fewer.
    /// They are not taken. The view is valid until the next call.
    std::string_view peek(std::size_t bytes);

    /// Goes to the next line; whether there was one.
    bool next();

    /// Makes the next `bytes` bytes the line, whatever they are; false when there are fewer.
    bool next_bytes(std::size_t bytes);

    /// The line without its newline; valid until the next call of the above.
    std::string_view line() const noexcept { return line_; }

    /// Whether the line ended with a newline; the last one of a cut input does not.
    bool complete() const noexcept { return complete_; }

    /// Of the present line, from 1; of its last one, when it is of several.
    std::uint64_t line_number() const noexcept { return line_number_; }

    /// Bytes of all lines so far.
    std::uint64_t bytes_taken() const noexcept { return bytes_taken_; }

private:
    bool fill();
    void make_room();
    void take(std::size_t line_bytes, bool complete);

    ReadBytes read_;
    std::vector<char> buffer_;
    std::size_t first_ = 0;  ///< Index in `buffer_` of the first byte not yet taken.
    std::size_t last_ = 0;   ///< Index behind the last byte read.
    std::string_view line_;
    bool complete_ = true;  ///< So that what comes next begins a line.
    std::uint64_t line_number_ = 0;
    std::uint64_t bytes_taken_ = 0;
};

}  // namespace dbdb::exchange
