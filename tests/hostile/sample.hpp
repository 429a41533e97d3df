/// A small file that holds every kind of record, and what each of its commits should say.
#pragma once

#include <map>

#include "support/database_fixture.hpp"

namespace dbdb::test {

struct Sample {
    Bytes bytes;                          ///< The file, cut off behind the newest commit.
    std::map<CommitId, Contents> states;  ///< By commit; 0 is empty.
};

/// Plain and extended entries, blobs, keys of up to 1,500 bytes and so long separators, a tree of
/// several levels, four durable commits, one that is only in the unsynced slot, and the note.
Sample make_sample();

}  // namespace dbdb::test
