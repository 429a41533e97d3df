/// Compressed values: one frame of zstd. One that was written in pieces need not say how long the
/// value is.
///
/// What is decompressed is never trusted: the length is known from the payload, must be that of the
/// frame where that tells one, and is bounded by whoever asks, before any memory is taken.
#pragma once

#include <cstddef>
#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dbdb::format {

/// Whether a value of `raw_bytes` may be stored in `bytes`: compression is kept where it saves an
/// eighth or more.
constexpr bool is_worthwhile(std::uint64_t bytes, std::uint64_t raw_bytes) {
    return bytes <= raw_bytes - raw_bytes / 8 && bytes < raw_bytes;
}

/// The frame of `value`, valid until this thread's next call; empty when it is not worthwhile.
/// `level` is one of zstd's, 0 for its default. Throws std::bad_alloc.
std::optional<std::string_view> compressed(std::string_view value, int level);

/// The value of `raw_bytes` that `frame` holds; empty when it holds no such value. Throws
/// std::bad_alloc.
std::optional<std::string> decompressed(std::string_view frame, std::uint64_t raw_bytes);

/// Makes the frame of a value that comes in pieces. It looks back 256 KiB at most, so it takes 1.5
/// MiB of memory at the default level and some at the highest, whatever the value's length. Both
/// functions throw what `take` throws, and std::bad_alloc.
class FrameWriter {
public:
    /// Takes the next bytes of the frame.
    using Take = std::function<void(std::span<const std::byte> bytes)>;

    /// `level` is one of zstd's, 0 for its default.
    FrameWriter(int level, Take take);

    /// All of the bytes before and of `bytes` are in the frame's bytes then.
    void write(std::string_view bytes);

    /// Ends the frame, once.
    void finish();

private:
    struct Free {
        void operator()(void* context) const;
    };

    void compress(std::string_view bytes, bool is_last);

    std::unique_ptr<void, Free> context_;
    Take take_;
    std::vector<std::byte> buffer_;
};

/// Gives the value that a frame holds in pieces. It takes the memory of what the frame looks back.
class FrameReader {
public:
    /// The frame of a value of `raw_bytes`, which stays where it is. Throws std::bad_alloc.
    FrameReader(std::string_view frame, std::uint64_t raw_bytes);

    /// Fills `target` with the next bytes, as far as there are any: how many. Empty when the frame
    /// is damaged or holds no value of this length.
    std::optional<std::size_t> read(std::span<char> target);

private:
    struct Free {
        void operator()(void* context) const;
    };

    std::unique_ptr<void, Free> context_;
    std::string_view rest_;
    std::uint64_t left_bytes_;
    bool has_ended_ = false;  ///< The frame.
};

}  // namespace dbdb::format
