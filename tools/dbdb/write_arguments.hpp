/// The options of every verb that commits, and the commit itself.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dbdb/transaction.hpp"

#include "arguments.hpp"
#include "writing.hpp"

namespace dbdb::tool {

struct WriteArguments {
    std::optional<std::string> message{};
    std::optional<std::uint64_t> timeout_seconds{};
    bool verbose = false;

    /// Names the options that set these.
    void add_to(Arguments& arguments);

    CommitOptions commit_options() const;

    /// Commits, or keeps for the commit to come; says so on standard error when asked to.
    void commit(Writing& writing) const;
};

}  // namespace dbdb::tool
