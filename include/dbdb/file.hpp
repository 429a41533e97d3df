/// The one door to the disk.
///
/// Everything dbdb reads or writes goes through a File: the local file, the one in memory, and in
/// tests the recording, the fault-injecting and the simulated one. A File is a flat array of bytes
/// that grows. All functions may be called from several threads at once, except that two writes to
/// the same bytes are never made at once. Failures throw Error{Errc::io} with the file's name, the
/// place and the system's reason; a write that throws may have written any part of its bytes.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <string>

#include "dbdb/export.hpp"

namespace dbdb {

/// A window on the first bytes of a File, readable as long as the object lives. It never moves and
/// follows the file: bytes that are written within the window later show up in it. Reading beyond
/// the current end of the file is undefined (the system stops the process).
class DBDB_EXPORT Mapping {
public:
    virtual ~Mapping() = default;

    const std::byte* data() const noexcept { return data_; }

    /// How many bytes the window spans; may be more than the file has.
    std::uint64_t window_bytes() const noexcept { return window_bytes_; }

    Mapping(const Mapping&) = delete;
    Mapping& operator=(const Mapping&) = delete;

protected:
    Mapping(const std::byte* data, std::uint64_t window_bytes)
        : data_(data), window_bytes_(window_bytes) {}

private:
    const std::byte* data_;
    std::uint64_t window_bytes_;
};

class DBDB_EXPORT File {
public:
    virtual ~File() = default;

    /// The name for messages, usually the path.
    virtual const std::string& name() const noexcept = 0;

    /// Length in bytes.
    virtual std::uint64_t size() const = 0;

    /// Fills `target` from byte `offset` on. Throws Error{Errc::io} when the file ends before.
    virtual void read_at(std::uint64_t offset, std::span<std::byte> target) const = 0;

    /// Writes all of `source` at byte `offset`, extending the file where it is too short.
    virtual void write_at(std::uint64_t offset, std::span<const std::byte> source) = 0;

    /// Returns once every byte written before the call is on stable storage, with the length that
    /// is needed to read it. After a failure nothing is known of what was not yet synced.
    virtual void sync() = 0;

    /// Makes the file `bytes` long, by cutting or by zeros.
    virtual void truncate(std::uint64_t bytes) = 0;

    /// A window of at least `bytes` from the start of the file; `bytes` may be beyond its end.
    virtual std::shared_ptr<const Mapping> map(std::uint64_t bytes) const = 0;

    /// Whether writes are refused.
    virtual bool read_only() const noexcept = 0;

    File(const File&) = delete;
    File& operator=(const File&) = delete;

protected:
    File() = default;
};

}  // namespace dbdb
