/// A commit in memory: what its record says, and the mapping to read it by.
#pragma once

#include <cstdint>

#include "dbdb/options.hpp"

#include "format/commit_record.hpp"
#include "format/ref.hpp"
#include "format/superblock.hpp"
#include "keyspace/workspace.hpp"
#include "tree/source.hpp"

namespace dbdb::transaction {

using format::Root;

struct Version {
    format::CommitLink link;     ///< None for commit 0.
    std::uint64_t position = 0;  ///< In the chain of the file; what jump pointers count by.
    std::int64_t time_ns = 0;
    format::CommitLink previous;
    format::CommitLink jump;
    Root main;     ///< The tree of the default keyspace.
    Root catalog;  ///< The tree of the named keyspaces.
    std::uint64_t live_bytes = 0;
    std::uint64_t keyspace_bytes = 0;             ///< Of these, in trees that the catalog names.
    std::uint64_t begin = format::records_begin;  ///< Where its records begin.
    std::uint64_t tail = format::records_begin;   ///< Where the next record goes.
    const tree::Source* source = nullptr;
    const keyspace::ChangedRecords* changed = nullptr;  ///< Of a frozen transaction, else null.

    std::uint64_t id() const { return link.commit_id; }

    keyspace::Trees trees() const { return {main, catalog, keyspace_bytes}; }
};

}  // namespace dbdb::transaction
