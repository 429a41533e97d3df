/// Random operations on a database, each of them done to a std::map as well.
#pragma once

#include <cstdint>
#include <deque>
#include <memory>
#include <string>
#include <utility>
#include <vector>

#include "dbdb/database.hpp"

#include "keys.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

class Workload {
public:
    Workload(std::uint64_t seed, KeyStyle style);

    /// Runs about so many operations, then checks the whole file.
    void run(std::uint64_t operations);

private:
    struct Kept {
        Snapshot snapshot;
        Model model;
    };

    struct Marked {
        Savepoint savepoint;
        Model model;
    };

    void reopen();
    void run_transaction();
    void end_transaction(Transaction& change);
    void operate(Transaction& change);
    void set(Transaction& change);
    void erase(Transaction& change);
    void erase_many(Transaction& change);
    void mark(Transaction& change);
    void go_back(Transaction& change);
    void freeze(Transaction& change);
    void write_sorted(Transaction& change);
    void read(const Transaction& change);
    void keep_snapshot();
    void check_kept();
    CommitOptions commit_options();

    std::uint64_t operations_ = 0;
    Random random_;
    Keys keys_;
    std::shared_ptr<File> file_;
    Database db_;
    Model committed_;
    Model model_;  ///< Of the transaction at work.
    std::vector<Marked> marks_;
    std::deque<Kept> kept_;
};

}  // namespace dbdb::test
