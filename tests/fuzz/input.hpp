/// Taking a fuzzer's bytes apart into numbers and texts; zeros when they are used up.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <string_view>

namespace dbdb::fuzz {

class Input {
public:
    Input(const std::uint8_t* data, std::size_t bytes)
        : rest_(reinterpret_cast<const char*>(data), bytes) {}

    bool empty() const { return rest_.empty(); }

    std::uint64_t number(std::size_t width) {
        std::uint64_t value = 0;
        for (const char byte : text(width))
            value = value << 8 | static_cast<unsigned char>(byte);
        return value;
    }

    /// Less than `limit`, which is not 0.
    std::uint64_t below(std::uint64_t limit) { return number(4) % limit; }

    std::string_view text(std::size_t bytes) {
        const std::string_view taken = rest_.substr(0, bytes);
        rest_.remove_prefix(taken.size());
        return taken;
    }

private:
    std::string_view rest_;
};

}  // namespace dbdb::fuzz
