/// Random operations on the keyspaces of a database, each of them done to a map of maps as well.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dbdb/database.hpp"

#include "support/tree_fixture.hpp"

namespace dbdb::test {

class KeyspaceWorkload {
public:
    explicit KeyspaceWorkload(std::uint64_t seed);

    /// Runs so many transactions, then checks the whole file.
    void run(std::uint64_t transactions);

private:
    /// Named keyspaces, and the default one, which is always there.
    using Worlds = std::map<std::string, Model, std::less<>>;

    struct Marked {
        Savepoint savepoint;
        Worlds worlds;
    };

    void reopen();
    void run_transaction();
    void operate(Transaction& change);
    void edit(Transaction& change);
    void edit_range(Transaction& change);
    void move(Transaction& change, bool keeps_source);
    void make_or_drop(Transaction& change);
    void rename_or_clone(Transaction& change);
    void mark_or_go_back(Transaction& change);
    void write_sorted(Transaction& change);
    void revert(Transaction& change);
    void require_same(const Snapshot& snapshot, const Worlds& worlds) const;
    std::string name();
    std::string key();
    EntryOptions options();

    Random random_;
    std::shared_ptr<File> file_;
    Database db_;
    Worlds committed_{{"", {}}};
    Worlds worlds_;  ///< Of the transaction at work.
    std::vector<Marked> marks_;
    std::vector<std::pair<CommitId, Worlds>> history_;
    std::vector<std::pair<Snapshot, Worlds>> kept_;
    std::vector<std::pair<Snapshot, Worlds>> frozen_;
};

}  // namespace dbdb::test
