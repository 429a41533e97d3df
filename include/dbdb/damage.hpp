/// What a full check finds wrong in a file, and what can not be read because of it.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/options.hpp"

namespace dbdb {

/// Keys that cannot be had: those in [from, to). Bounds of over 256 bytes are cut such that the
/// range holds at least the keys it should.
struct KeyRange {
    std::string from{};               ///< Empty: from the first key on.
    std::optional<std::string> to{};  ///< Empty: up to the last key.
    std::uint64_t entries = 0;        ///< By the counts of the file, which may be damaged as well.

    friend bool operator==(const KeyRange&, const KeyRange&) = default;
};

/// One damaged place in the file.
struct Damage {
    std::uint64_t offset = 0;          ///< Byte of the record in the file.
    CommitId commit = 0;               ///< The newest commit that needs it.
    std::string text{};                ///< What is wrong with it.
    std::optional<KeyRange> hidden{};  ///< The keys of that commit that it hides, if it does.
};

/// What a full check of the file has found.
struct VerifyReport {
    std::uint64_t commits = 0;  ///< Commits walked, newest first.
    /// Commits whose record is damaged, or to which only such records lead.
    std::uint64_t lost_commits = 0;
    std::uint64_t leaves = 0;  ///< Distinct nodes and blobs over all of them.
    std::uint64_t branches = 0;
    std::uint64_t blobs = 0;
    std::uint64_t checked_bytes = 0;
    std::vector<Damage> damages{};

    bool ok() const noexcept { return damages.empty(); }
};

}  // namespace dbdb
