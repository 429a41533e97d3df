/// A database at work on a simulated disk, with a record of what it may and must hold afterwards.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dbdb/database.hpp"

#include "operations.hpp"
#include "support/simulated_disk.hpp"
#include "timeline.hpp"

namespace dbdb::test {

class Life {
public:
    /// On `disk`, just reset to what `before` says.
    Life(SimulatedDisk& disk, const Expected& before) : disk_(disk), timeline_(before) {}

    /// Opens what is there; throws Error, or std::runtime_error when it holds what it should not.
    void open(const Options& options = {});

    void close();

    /// Goes on in another process after this one has died, or met an error that ends it.
    void reopen(const Options& options = {});

    /// Makes a commit. The message is made unlike all others. Throws Error; what then may be on
    /// disk has been recorded.
    void commit(const Operations& operations,
                std::optional<Durability> durability = std::nullopt,
                std::size_t message_bytes = 0);

    /// The same of one key.
    void set(const std::string& key,
             const std::string& value,
             std::optional<Durability> durability = std::nullopt) {
        commit({{Operation::Kind::set, key, value}}, durability);
    }

    /// A transaction that is given up. A frozen one is read until the next transaction has ended.
    void roll_back(const Operations& operations, bool is_frozen);

    /// Makes all commits so far durable.
    void sync();

    /// `threads` make `commits` durable commits each, at the same time.
    void commit_in_groups(unsigned threads, unsigned commits);

    Database& database() { return *database_; }

    const Timeline& timeline() const { return timeline_; }

    /// The newest commit.
    CommitId newest_id() const { return newest_id_; }

    SimulatedDisk& disk() { return disk_; }

private:
    bool waits(std::optional<Durability> durability) const;

    SimulatedDisk& disk_;
    Timeline timeline_;
    Expected now_ = timeline_.before();
    std::size_t next_event_ = 0;
    Options options_;
    std::optional<Database> database_;
    std::optional<Snapshot> frozen_;
    Contents newest_;
    CommitId newest_id_ = 0;
};

}  // namespace dbdb::test
