/// What a database is put through while its file fails, and what must be true of it afterwards.
#pragma once

#include <functional>
#include <optional>
#include <vector>

#include "support/database_fixture.hpp"

namespace dbdb::test {

/// Changes a transaction, and in the same way what is expected of its commit.
using Change = std::function<void(Transaction&, Contents&)>;

/// A database on a file that may fail, with what it has acknowledged so far.
class Script {
public:
    explicit Script(const Options& options = {}) : options_(options) {}

    /// Opens the database, unless it is open.
    Database& db();

    /// One commit: acknowledged, or in doubt when it throws.
    void commit(const Change& change, const CommitOptions& how = {});

    /// The same with nothing but a new value.
    void set(const std::string& key, const std::string& value, const CommitOptions& how = {});

    /// Commits by another handle, as another process would, past the faults.
    void set_elsewhere(const std::string& key, const std::string& value);

    /// Gives the handle up; the next use opens the file again.
    void close();

    /// What has been acknowledged, as a snapshot that was taken then shows it.
    struct State {
        Snapshot snapshot;
        Contents contents;
    };

    const Store& store() const { return store_; }

    /// Throws nothing; checks everything that must hold after `error`, of a file that is healed.
    void check_after(const Error& error, const Fault& fault);

    /// Checks that the file, opened anew, holds what it must, and takes another commit.
    void check_reopened();

private:
    void check_readers() const;
    void check_later_commits(const Error& error);

    Store store_;
    Options options_;
    std::optional<Database> db_;
    std::vector<State> states_;
    Contents acknowledged_;
    std::optional<Contents> in_doubt_;
};

/// A workload, and the options it runs with.
struct Workload {
    const char* name;
    Options options;
    std::function<void(Script&)> run;
};

/// Workloads of every shape that changes a file.
const std::vector<Workload>& workloads();

}  // namespace dbdb::test
