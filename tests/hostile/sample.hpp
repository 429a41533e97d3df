/// Files that hold every kind of record, and what each of their commits should say.
#pragma once

#include <map>

#include "support/database_fixture.hpp"

namespace dbdb::test {

inline constexpr const char* sample_keyspace = "named";
inline constexpr const char* sample_bookmark = "mark";

/// What a commit says.
struct State {
    Contents main;   ///< Of the default keyspace.
    Contents named;  ///< Of `sample_keyspace`; empty where there is none.
    std::optional<CommitId> bookmark;
};

struct Sample {
    Bytes bytes;                       ///< The file, cut off behind the newest commit.
    std::map<CommitId, State> states;  ///< By commit; 0 is empty.
};

/// Plain and extended entries, blobs, keys of up to 1,500 bytes and so long separators, a tree of
/// several levels, a catalog, four durable commits, one that is only in the unsynced slot, and the
/// note.
Sample make_sample();

/// The same in some MB.
Sample make_large_sample();

}  // namespace dbdb::test
