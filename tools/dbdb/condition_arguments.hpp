/// The options that make a change depend on what is there.
#pragma once

#include <optional>
#include <string>

#include "dbdb/condition.hpp"
#include "dbdb/database.hpp"

#include "arguments.hpp"
#include "failure.hpp"

namespace dbdb::tool {

struct ConditionArguments {
    bool absent = false;
    bool present = false;
    std::optional<std::string> value{};
    std::optional<std::string> unchanged_since{};

    /// Names the options about a value that is there.
    void add_to(Arguments& arguments);

    /// Names those about whether there is one, too.
    void add_all_to(Arguments& arguments);

    /// The condition, if one was given. Throws Failure: wrong_arguments when more than one was, or
    /// as `snapshot_named`.
    std::optional<Condition> condition(const Database& database, text::Spelling spelling) const;
};

/// The answer that the condition on `key` does not hold.
Failure condition_false(const std::string& path, std::string_view key);

}  // namespace dbdb::tool
