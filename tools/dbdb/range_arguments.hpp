/// The options that choose a range of keys.
#pragma once

#include <optional>
#include <string>

#include "dbdb/range.hpp"
#include "dbdb/snapshot.hpp"

#include "arguments.hpp"
#include "text/spelling.hpp"

namespace dbdb::tool {

struct RangeArguments {
    std::optional<std::string> prefix{};
    std::optional<std::string> from{};
    std::optional<std::string> to{};

    /// Names the options that set these.
    void add_to(Arguments& arguments);

    /// The entries that all given options allow. Throws Failure (wrong_arguments) when one of them
    /// is not spelled as `spelling` says.
    Range range_of(const Snapshot& snapshot, text::Spelling spelling) const;
};

}  // namespace dbdb::tool
