#include "format/compression.hpp"

#include <algorithm>
#include <memory>
#include <new>
#include <zstd.h>
#include <zstd_errors.h>

namespace dbdb::format {

namespace {

struct FreeContext {
    void operator()(ZSTD_CCtx* context) const { ZSTD_freeCCtx(context); }

    void operator()(ZSTD_DCtx* context) const { ZSTD_freeDCtx(context); }
};

/// Contexts are large, so each thread keeps its own.
ZSTD_CCtx* compression_context() {
    thread_local std::unique_ptr<ZSTD_CCtx, FreeContext> context(ZSTD_createCCtx());
    if (!context) context.reset(ZSTD_createCCtx());
    if (!context) throw std::bad_alloc();
    return context.get();
}

ZSTD_DCtx* decompression_context() {
    thread_local std::unique_ptr<ZSTD_DCtx, FreeContext> context(ZSTD_createDCtx());
    if (!context) context.reset(ZSTD_createDCtx());
    if (!context) throw std::bad_alloc();
    return context.get();
}

/// A frame that comes in pieces looks back 2^18 bytes.
constexpr int stream_window_log = 18;

bool is_out_of_memory(std::size_t result) {
    return ZSTD_isError(result) != 0 && ZSTD_getErrorCode(result) == ZSTD_error_memory_allocation;
}

/// The longest frame that is worthwhile.
std::size_t worthwhile_bytes(std::size_t raw_bytes) {
    const std::size_t bytes = raw_bytes - raw_bytes / 8;
    return bytes == raw_bytes && bytes > 0 ? bytes - 1 : bytes;
}

}  // namespace

std::optional<std::string_view> compressed(std::string_view value, int level) {
    thread_local std::string frame;
    frame.resize(worthwhile_bytes(value.size()));
    const std::size_t bytes = ZSTD_compressCCtx(compression_context(),
                                                frame.data(),
                                                frame.size(),
                                                value.data(),
                                                value.size(),
                                                level == 0 ? ZSTD_CLEVEL_DEFAULT : level);
    if (is_out_of_memory(bytes)) throw std::bad_alloc();
    if (ZSTD_isError(bytes) != 0) return std::nullopt;  // There was no room.
    return std::string_view(frame).substr(0, bytes);
}

std::optional<std::string> decompressed(std::string_view frame, std::uint64_t raw_bytes) {
    const std::uint64_t told_bytes = ZSTD_getFrameContentSize(frame.data(), frame.size());
    if (told_bytes != raw_bytes && told_bytes != ZSTD_CONTENTSIZE_UNKNOWN) return std::nullopt;
    if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size())
        return std::nullopt;
    std::string value(raw_bytes, '\0');
    const std::size_t bytes = ZSTD_decompressDCtx(
        decompression_context(), value.data(), value.size(), frame.data(), frame.size());
    if (is_out_of_memory(bytes)) throw std::bad_alloc();
    if (bytes != raw_bytes) return std::nullopt;  // An error is a number that large.
    return value;
}

void FrameWriter::Free::operator()(void* context) const {
    ZSTD_freeCCtx(static_cast<ZSTD_CCtx*>(context));
}

FrameWriter::FrameWriter(int level, Take take)
    : context_(ZSTD_createCCtx()), take_(std::move(take)), buffer_(ZSTD_CStreamOutSize()) {
    auto* const context = static_cast<ZSTD_CCtx*>(context_.get());
    if (context == nullptr) throw std::bad_alloc();
    ZSTD_CCtx_setParameter(
        context, ZSTD_c_compressionLevel, level == 0 ? ZSTD_CLEVEL_DEFAULT : level);
    ZSTD_CCtx_setParameter(context, ZSTD_c_windowLog, stream_window_log);
}

void FrameWriter::write(std::string_view bytes) { compress(bytes, false); }

void FrameWriter::finish() { compress({}, true); }

/// With a context that works, memory is all that can fail.
void FrameWriter::compress(std::string_view bytes, bool is_last) {
    ZSTD_inBuffer input{bytes.data(), bytes.size(), 0};
    for (bool is_done = false; !is_done;) {
        ZSTD_outBuffer output{buffer_.data(), buffer_.size(), 0};
        const std::size_t left = ZSTD_compressStream2(static_cast<ZSTD_CCtx*>(context_.get()),
                                                      &output,
                                                      &input,
                                                      is_last ? ZSTD_e_end : ZSTD_e_flush);
        if (ZSTD_isError(left) != 0) throw std::bad_alloc();
        take_(std::span(buffer_).first(output.pos));
        is_done = left == 0;
    }
}

void FrameReader::Free::operator()(void* context) const {
    ZSTD_freeDCtx(static_cast<ZSTD_DCtx*>(context));
}

FrameReader::FrameReader(std::string_view frame, std::uint64_t raw_bytes)
    : context_(ZSTD_createDCtx()), rest_(frame), left_bytes_(raw_bytes) {
    if (!context_) throw std::bad_alloc();
}

/// At the value's end the frame must end, too, and nothing may stand behind it.
std::optional<std::size_t> FrameReader::read(std::span<char> target) {
    auto* const context = static_cast<ZSTD_DCtx*>(context_.get());
    char beyond = 0;
    const bool is_at_end = left_bytes_ == 0;
    const std::size_t wanted = std::min<std::uint64_t>(left_bytes_, target.size());
    ZSTD_outBuffer output{is_at_end ? &beyond : target.data(), is_at_end ? 1 : wanted, 0};
    while (!has_ended_ && output.pos < output.size) {
        ZSTD_inBuffer input{rest_.data(), rest_.size(), 0};
        const std::size_t before = output.pos;
        const std::size_t left = ZSTD_decompressStream(context, &output, &input);
        if (is_out_of_memory(left)) throw std::bad_alloc();
        if (ZSTD_isError(left) != 0) return std::nullopt;
        rest_.remove_prefix(input.pos);
        has_ended_ = left == 0;
        if (!has_ended_ && input.pos == 0 && output.pos == before) return std::nullopt;  // Cut off.
    }
    if (is_at_end)
        return output.pos == 0 && has_ended_ && rest_.empty() ? std::optional<std::size_t>(0)
                                                              : std::nullopt;
    if (output.pos < wanted) return std::nullopt;
    left_bytes_ -= wanted;
    return wanted;
}

}  // namespace dbdb::format
