/// What the lines of a shell share: verbs that run in one read and write what it is in the middle
/// of.
#pragma once

#include <optional>
#include <string>

#include "dbdb/database.hpp"
#include "dbdb/transaction.hpp"

namespace dbdb::tool {

/// The present one as long as it lives; one at a time.
struct Session {
    /// Opens the file, and makes it when it is missing. Throws Failure.
    explicit Session(std::string file);
    ~Session();

    std::string path;
    Database database;
    std::optional<Transaction> transaction{};  ///< Between `begin` and `commit` or `rollback`.
    std::optional<std::string> at{};           ///< The commit that is read instead of the newest.
    bool times = false;                        ///< Each line tells how long it took.
    bool aligns = true;                        ///< On a terminal fields stand below each other.
    bool has_ended = false;

    Session(const Session&) = delete;
    Session& operator=(const Session&) = delete;
};

/// Null outside of a shell.
Session* present_session();

}  // namespace dbdb::tool
