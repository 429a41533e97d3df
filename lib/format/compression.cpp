#include "format/compression.hpp"

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
    if (told_bytes >= ZSTD_CONTENTSIZE_ERROR || told_bytes != raw_bytes) return std::nullopt;
    if (ZSTD_findFrameCompressedSize(frame.data(), frame.size()) != frame.size())
        return std::nullopt;
    std::string value(raw_bytes, '\0');
    const std::size_t bytes = ZSTD_decompressDCtx(
        decompression_context(), value.data(), value.size(), frame.data(), frame.size());
    if (is_out_of_memory(bytes)) throw std::bad_alloc();
    if (bytes != raw_bytes) return std::nullopt;  // An error is a number that large.
    return value;
}

}  // namespace dbdb::format
