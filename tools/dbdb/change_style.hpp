/// How verbs show changes.
#pragma once

#include <optional>
#include <string_view>

#include "dbdb/diff.hpp"

#include "arguments.hpp"
#include "colour.hpp"
#include "text/spelling.hpp"
#include "text/write.hpp"

namespace dbdb::tool {

struct ChangeStyle {
    text::Spelling spelling = text::Spelling::raw;
    bool json = false;
    bool keys_only = false;
    ColourArgument colour{};

    /// Names the options that set these.
    void add_to(Arguments& arguments);
};

/// The name of a named keyspace as a column of its own, `[name]`; nothing for the default one.
void write_keyspace_column(std::string_view keyspace, const text::Write& write);

/// Writes changes, each on a line of its own: `+key`, `-key` or `~key`, then the value before and
/// the one after, as far as there are such, all parted by tabs; or a JSON object. Where a commit is
/// given it comes first, then the name of a named keyspace, as `[name]`.
class ChangeWriter {
public:
    ChangeWriter(const ChangeStyle& style, Output& output);

    void write(const Change& change, const std::optional<CommitId>& commit = {}) const;

private:
    void write_json(const Change& change, const std::optional<CommitId>& commit) const;
    void write_line(const Change& change) const;

    const ChangeStyle& style_;
    text::Write write_;
    bool is_coloured_;
};

}  // namespace dbdb::tool
