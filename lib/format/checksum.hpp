/// Checksums that know where their bytes belong.
///
/// XXH3 of 64 bits. The seed carries the file, the place and, for commit records, the commit, so
/// that right bytes in the wrong place (a misplaced or lost write, a stale block, another file)
/// fail as surely as wrong bytes. It guards against accidents, not against an attacker, who can
/// compute it too: whatever is decoded must be checked for sense as well.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>

#include "format/identity.hpp"
#include "format/ref.hpp"

namespace dbdb::format {

/// The seed for the record at `address`. Only a commit record, and the sum over what a commit
/// appended, have a `commit_id`: a rolled-back commit leaves its bytes where the next one begins.
std::uint64_t checksum_seed(FileId file_id, Address address, std::uint64_t commit_id = 0);

/// The checksum of `bytes`. About 0.1 ns a byte; any thread may call it.
std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed);

/// The checksum of bytes that come in pieces; where they were cut does not matter, and the result
/// is that of `checksum` over all of them.
class RunningChecksum {
public:
    explicit RunningChecksum(std::uint64_t seed);
    ~RunningChecksum();
    RunningChecksum(const RunningChecksum& other);
    RunningChecksum& operator=(const RunningChecksum& other) noexcept;
    RunningChecksum(RunningChecksum&&) noexcept;
    RunningChecksum& operator=(RunningChecksum&&) noexcept;

    void update(std::span<const std::byte> bytes);

    /// The checksum of everything so far; more may follow.
    std::uint64_t value() const;

private:
    struct State;
    std::unique_ptr<State> state_;
};

}  // namespace dbdb::format
