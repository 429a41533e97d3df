#include "transaction/blob_writer.hpp"

#include <algorithm>
#include <vector>

#include "format/archive.hpp"

namespace dbdb::transaction {

namespace {

constexpr std::size_t reread_bytes = std::size_t{256} << 10;

}  // namespace

BlobWriter::BlobWriter(Appender& appender, std::optional<std::uint64_t> value_bytes)
    : appender_(appender),
      mark_(appender.mark()),
      record_sum_(appender.seed_at(mark_.offset)),
      is_length_known_(value_bytes.has_value()) {
    begin(value_bytes.value_or(0));
}

BlobWriter::~BlobWriter() {
    if (!is_finished_) appender_.go_back(mark_);
}

void BlobWriter::begin(std::uint64_t value_bytes) {
    std::byte header[format::blob_header_bytes];
    format::FixedOutputArchive archive{std::span(header)};
    archive(format::BlobHeader{.value_bytes = value_bytes});
    append(header);
}

void BlobWriter::append(std::span<const std::byte> bytes) {
    record_sum_.update(bytes);
    appender_.append(bytes);
}

void BlobWriter::write(std::span<const std::byte> bytes) {
    append(bytes);
    value_bytes_ += bytes.size();
}

/// Begins again, with the right header, over the same bytes.
void BlobWriter::append_written() {
    appender_.write_out();
    appender_.go_back(mark_);
    record_sum_ = format::RunningChecksum(appender_.seed_at(mark_.offset));
    begin(value_bytes_);
    appender_.write_out();
    std::vector<std::byte> buffer(std::min<std::uint64_t>(reread_bytes, value_bytes_));
    for (std::uint64_t left = value_bytes_; left > 0;) {
        const std::span piece(buffer.data(), std::min<std::uint64_t>(left, buffer.size()));
        appender_.take_in(piece);
        record_sum_.update(piece);
        left -= piece.size();
    }
}

format::BlobRef BlobWriter::finish() {
    if (!is_length_known_) append_written();
    const std::byte padding[format::record_alignment] = {};
    const std::uint64_t bytes = format::blob_bytes(value_bytes_);
    append(std::span(padding).first(bytes - format::blob_header_bytes - value_bytes_));
    is_finished_ = true;
    return {mark_.offset, value_bytes_, record_sum_.value()};
}

}  // namespace dbdb::transaction
