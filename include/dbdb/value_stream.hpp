/// Values that are written and read in pieces, however large they are.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string_view>

#include "dbdb/export.hpp"
#include "dbdb/keyspace.hpp"
#include "dbdb/snapshot.hpp"

namespace dbdb {

/// The value of one key of a transaction, given in pieces; see Keyspace::value_writer. It takes
/// 256 KiB of memory, whatever the value's size: what is more goes to the file at once. Where the
/// keyspace compresses, so do pieces, with 1.5 MiB more at the default level; whether that pays is
/// told by the first 256 KiB and by the whole. Until it is finished or destroyed the transaction
/// takes no other change. Destroyed without `finish` it leaves the transaction as it was.
class DBDB_EXPORT ValueWriter {
public:
    ValueWriter(ValueWriter&&) noexcept;
    ~ValueWriter();

    /// Puts `bytes` behind those before. Throws Error: too_large beyond the limits, invalid beyond
    /// the size that was announced, io; closed when the transaction has ended.
    void write(std::string_view bytes);

    /// Bytes taken so far.
    std::uint64_t written_bytes() const noexcept;

    /// Sets the key. To be called once, last. Throws Error{Errc::invalid} when fewer bytes came
    /// than were announced. Where no size was announced, or it is compressed, a large value is read
    /// once more for its checksum.
    void finish();

private:
    friend class Keyspace;

    struct State;

    explicit ValueWriter(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

/// A value of a snapshot, taken in pieces; see Snapshot::value_reader. It holds the snapshot. One
/// that is stored compressed is decompressed piece by piece, in as much memory as zstd looks back:
/// 256 KiB where it was written in pieces. One thread at a time.
class DBDB_EXPORT ValueReader {
public:
    ValueReader(ValueReader&&) noexcept;
    ~ValueReader();

    /// Bytes of the whole value.
    std::uint64_t value_bytes() const noexcept;

    /// Fills `target` with the next bytes, as far as there are any; returns how many, 0 at the end.
    /// Throws Error{Errc::corrupt} when they cannot be decompressed.
    std::size_t read(std::span<char> target);

private:
    friend class Snapshot;

    struct State;

    explicit ValueReader(std::unique_ptr<State> state);

    std::unique_ptr<State> state_;
};

}  // namespace dbdb
