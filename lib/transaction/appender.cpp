#include "transaction/appender.hpp"

#include <cstring>

#include "format/archive.hpp"
#include "format/commit_record.hpp"

namespace dbdb::transaction {

namespace {

/// Large commits are written in pieces that begin and end at multiples of this, the size of a large
/// page: a system that keeps what it is given so in large pages maps it by them, too.
constexpr std::uint64_t piece_bytes = std::uint64_t{2} << 20;

/// What is so long goes past the buffer: a copy of it would cost more than the write that it saves,
/// and memory that a value in pieces need not take.
constexpr std::size_t direct_bytes = std::size_t{256} << 10;

}  // namespace

Appender::Appender(File& file,
                   format::FileId file_id,
                   std::uint64_t begin,
                   std::uint64_t commit_id,
                   std::vector<std::byte> buffer,
                   metrics::Activity* activity)
    : file_(file),
      activity_(activity),
      file_id_(file_id),
      begin_(begin),
      written_(begin),
      buffer_(std::move(buffer)),
      sum_(format::appended_seed(file_id, format::Address{begin}, commit_id)) {
    buffer_.clear();
}

Appender::Place Appender::place(std::size_t bytes) {
    write_full_pieces();
    const std::size_t offset = buffer_.size();
    buffer_.resize(offset + bytes);
    return {buffer_.data() + offset, written_ + offset};
}

std::uint64_t Appender::checksum(Place place, std::size_t bytes) const {
    return format::checksum({place.bytes, bytes}, seed_at(place.offset));
}

format::BlobRef Appender::append_blob(std::string_view value) {
    const std::uint64_t bytes = format::blob_bytes(value.size());
    const std::uint64_t offset = tail();
    std::byte header[format::blob_header_bytes];
    format::FixedOutputArchive archive{std::span(header)};
    archive(format::BlobHeader{.value_bytes = value.size()});
    const std::byte padding[format::record_alignment] = {};
    const std::size_t padding_bytes = bytes - sizeof header - value.size();

    format::RunningChecksum record_sum(seed_at(offset));
    const auto value_bytes = std::as_bytes(std::span(value));
    for (const std::span<const std::byte> part :
         {std::span<const std::byte>(header), value_bytes, std::span(padding, padding_bytes)}) {
        record_sum.update(part);
        append(part);
    }
    return {offset, value.size(), record_sum.value()};
}

void Appender::append(std::span<const std::byte> bytes) {
    if (bytes.size() < direct_bytes) {
        write_full_pieces();
        buffer_.insert(buffer_.end(), bytes.begin(), bytes.end());
        return;
    }
    write_out();
    sum_.update(bytes);
    write(bytes);
}

void Appender::write(std::span<const std::byte> bytes) {
    file_.write_at(written_, bytes);
    written_ += bytes.size();
    if (activity_ != nullptr) activity_->count_written(bytes.size());
}

void Appender::take_in(std::span<std::byte> bytes) {
    write_out();
    file_.read_at(written_, bytes);
    sum_.update(bytes);
    written_ += bytes.size();
}

Appender::Mark Appender::mark() {
    write_out();
    return {written_, sum_};
}

void Appender::go_back(const Mark& mark) noexcept {
    buffer_.clear();
    summed_ = 0;
    written_ = mark.offset;
    sum_ = mark.sum;
}

void Appender::align(std::size_t alignment) {
    const std::size_t bytes = (alignment - tail() % alignment) % alignment;
    if (bytes != 0) std::memset(place(bytes).bytes, 0, bytes);
}

/// Writes up to the last end of a piece that the buffer reaches, if it is full.
void Appender::write_full_pieces() {
    if (buffer_.size() < piece_bytes) return;
    sum();
    const std::size_t bytes = tail() / piece_bytes * piece_bytes - written_;
    write(std::span(buffer_).first(bytes));
    buffer_.erase(buffer_.begin(), buffer_.begin() + static_cast<std::ptrdiff_t>(bytes));
    summed_ = buffer_.size();
}

void Appender::write_out() {
    if (buffer_.empty()) return;
    sum();
    write(buffer_);
    buffer_.clear();
    summed_ = 0;
}

std::uint64_t Appender::sum() {
    sum_.update(std::span(buffer_).subspan(summed_));
    summed_ = buffer_.size();
    return sum_.value();
}

std::vector<std::byte> Appender::take_buffer() { return std::move(buffer_); }

}  // namespace dbdb::transaction
