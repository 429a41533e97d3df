/// Appending records at the tail, gathered so that a commit is one write.
///
/// Records go into a buffer; a full buffer goes to the file early. Everything from `begin` on is
/// summed up as it goes, for the commit record. Bytes behind the tail are nobody's: an appender
/// that is dropped leaves nothing that counts.
#pragma once

#include <cstddef>
#include <cstdint>
#include <span>
#include <vector>

#include "dbdb/file.hpp"

#include "format/checksum.hpp"
#include "format/payload.hpp"
#include "format/ref.hpp"
#include "metrics/activity.hpp"

namespace dbdb::transaction {

class Appender {
public:
    /// Appends to `file` from byte `begin` on, for the commit `commit_id`. `buffer` lends memory.
    /// What is written is counted in `activity`, if there is one.
    Appender(File& file,
             format::FileId file_id,
             std::uint64_t begin,
             std::uint64_t commit_id,
             std::vector<std::byte> buffer,
             metrics::Activity* activity = nullptr);

    std::uint64_t begin() const { return begin_; }

    /// Where the next record goes.
    std::uint64_t tail() const { return written_ + buffer_.size(); }

    /// Up to where the file has the bytes.
    std::uint64_t written() const { return written_; }

    /// Room for a record of `bytes`, a multiple of 8, to be filled before the next call.
    struct Place {
        std::byte* bytes;
        std::uint64_t offset;
    };

    Place place(std::size_t bytes);

    /// The checksum of the record at `place`, bound to it.
    std::uint64_t checksum(Place place, std::size_t bytes) const;

    /// Appends `value` as a blob.
    format::BlobRef append_blob(std::string_view value);

    /// Appends bytes of a record that comes in pieces.
    void append(std::span<const std::byte> bytes);

    /// Appends what the file has at the tail already, and reads it into `bytes`.
    void take_in(std::span<std::byte> bytes);

    /// The checksum seed of a record at `offset`.
    std::uint64_t seed_at(std::uint64_t offset) const {
        return checksum_seed(file_id_, format::Address{offset});
    }

    /// A tail to which it can go back.
    struct Mark {
        std::uint64_t offset;
        format::RunningChecksum sum;
    };

    /// Brings everything to the file before.
    Mark mark();

    /// Forgets what was appended since `mark`, which the file may have already.
    void go_back(const Mark& mark) noexcept;

    /// Skips zeros up to the next multiple of `alignment`, where branches share cache lines.
    void align(std::size_t alignment);

    /// Brings everything to the file. Throws Error{Errc::io}; the appender is of no use then.
    void write_out();

    /// The checksum over everything from `begin` to `tail`.
    std::uint64_t sum();

    /// The buffer's memory, for the next appender.
    std::vector<std::byte> take_buffer();

private:
    void write_full_pieces();
    void write(std::span<const std::byte> bytes);

    File& file_;
    metrics::Activity* activity_;
    format::FileId file_id_;
    std::uint64_t begin_;
    std::uint64_t written_;
    std::vector<std::byte> buffer_;
    std::size_t summed_ = 0;  ///< Bytes of the buffer that are in `sum_`.
    format::RunningChecksum sum_;
};

}  // namespace dbdb::transaction
