/// A blob that comes in pieces, written at an appender's tail as they come.
///
/// A blob begins with its length and lies in one piece, so nothing else is appended until it is
/// finished. Where the length is not known at first, its header is written last, and what was
/// written is read once more for the checksums, which begin with the header. One that is dropped
/// gives its place back.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "format/checksum.hpp"
#include "format/payload.hpp"
#include "transaction/appender.hpp"

namespace dbdb::transaction {

class BlobWriter {
public:
    /// `value_bytes` is the length, when it is known. The appender must outlive the writer.
    BlobWriter(Appender& appender, std::optional<std::uint64_t> value_bytes);
    ~BlobWriter();

    /// Throws Error{Errc::io}; the appender is of no use then.
    void write(std::span<const std::byte> bytes);

    /// Bytes of the value so far.
    std::uint64_t value_bytes() const { return value_bytes_; }

    /// As many bytes have been written as were told, if they were.
    format::BlobRef finish();

    BlobWriter(const BlobWriter&) = delete;
    BlobWriter& operator=(const BlobWriter&) = delete;

private:
    void begin(std::uint64_t value_bytes);
    void append(std::span<const std::byte> bytes);
    void append_written();

    Appender& appender_;
    Appender::Mark mark_;
    format::RunningChecksum record_sum_;
    bool is_length_known_;
    std::uint64_t value_bytes_ = 0;  ///< Written so far.
    bool is_finished_ = false;
};

}  // namespace dbdb::transaction
