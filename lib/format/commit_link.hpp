/// How a superblock or a commit record names a commit.
#pragma once

#include <cstdint>

#include "format/ref.hpp"

namespace dbdb::format {

/// Everything that is needed to find a commit record and to know that it is the right one. All
/// zero names the empty state before the first commit, which has no record.
struct CommitLink {
    std::uint64_t commit_id = 0;
    Address address{};
    std::uint64_t checksum = 0;  ///< The last 8 bytes of the record.

    constexpr bool is_none() const { return *this == CommitLink{}; }

    friend constexpr bool operator==(const CommitLink&, const CommitLink&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(commit_id, address, checksum);
    }
};

}  // namespace dbdb::format
