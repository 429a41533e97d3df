/// Small helpers for tests of encoders and readers.
#pragma once

#include <algorithm>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"
#include "text/write.hpp"

namespace dbdb::test {

using Records = std::vector<std::pair<std::string, std::string>>;

/// What `encode(write)` writes, in one piece.
template <typename Encode>
std::string written(Encode&& encode) {
    std::string text;
    encode([&text](std::string_view piece) { text += piece; });
    return text;
}

/// Gives `text` in reads of at most `read_bytes`, as a pipe may.
inline exchange::ReadBytes reader_of(std::string_view text, std::size_t read_bytes = 1 << 20) {
    return [text, read_bytes](std::span<char> target) mutable {
        const std::size_t count = std::min({target.size(), read_bytes, text.size()});
        std::copy_n(text.data(), count, target.data());
        text.remove_prefix(count);
        return count;
    };
}

/// The records that `read(source, take)` finds in `text`.
template <typename Read>
Records records_in(Read&& read, std::string_view text) {
    exchange::LineSource source(reader_of(text));
    Records records;
    read(source, [&records](const exchange::Record& record) {
        records.emplace_back(record.key, record.value);
    });
    return records;
}

/// An input and what its reader says is wrong with it.
struct Example {
    std::string text{};
    std::string problem{};
};

/// What the reader says is wrong with `text`; empty when it takes it.
template <typename Read>
std::string problem_in(Read&& read, std::string_view text) {
    try {
        records_in(read, text);
    } catch (const exchange::InputError& error) {
        return error.what();
    }
    return "";
}

}  // namespace dbdb::test
