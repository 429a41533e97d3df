/// The options that choose a range of keys.
#pragma once

#include <optional>
#include <string>

#include "dbdb/diff.hpp"
#include "dbdb/range.hpp"
#include "dbdb/snapshot.hpp"

#include "arguments.hpp"
#include "text/spelling.hpp"

namespace dbdb::tool {

struct RangeArguments {
    std::optional<std::string> prefix{};
    std::optional<std::string> from{};
    std::optional<std::string> to{};

    bool is_given() const { return prefix || from || to; }

    /// Names the options that set these.
    void add_to(Arguments& arguments);

    /// The entries that all given options allow. Throws Failure (wrong_arguments) when one of them
    /// is not spelled as `spelling` says.
    Range range_of(const Snapshot& snapshot, text::Spelling spelling) const;

    /// The changes of keys that all given options allow. Throws as `range_of`.
    Diff changes_of(const Diff& diff, text::Spelling spelling) const;

    /// Keys not less than `from` and, when there is a `to`, less than that.
    struct Bounds {
        std::string from{};
        std::optional<std::string> to{};
    };

    /// What all given options allow together. Throws as `range_of`.
    Bounds bounds(text::Spelling spelling) const;
};

}  // namespace dbdb::tool
