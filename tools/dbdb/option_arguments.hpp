/// The options of a keyspace on the command line.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dbdb/keyspace_options.hpp"

#include "arguments.hpp"
#include "text/write.hpp"

namespace dbdb::tool {

struct OptionArguments {
    std::optional<std::string> compression{};
    std::optional<std::string> level{};
    std::optional<std::uint64_t> compress_from_bytes{};
    std::optional<std::string> track_times{};
    std::optional<std::uint64_t> default_ttl_ms{};

    /// Names the options that set these.
    void add_to(Arguments& arguments);

    bool has_any() const;

    /// `options` with those that were given. Throws Failure (wrong_arguments).
    KeyspaceOptions changed(KeyspaceOptions options) const;
};

/// Writes a line for each option: its name, a tab and its value.
void write_options(const KeyspaceOptions& options, const text::Write& write);

}  // namespace dbdb::tool
