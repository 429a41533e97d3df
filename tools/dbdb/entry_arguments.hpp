/// The options that say more of an entry than its value.
#pragma once

#include <chrono>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/entry_options.hpp"

#include "arguments.hpp"

namespace dbdb::tool {

/// When an entry expires: `--ttl 30m` or `--expires-at TIME`.
struct ExpiryArguments {
    std::optional<std::string> ttl{};
    std::optional<std::string> expires_at{};

    void add_to(Arguments& arguments);

    bool has_any() const { return ttl || expires_at; }

    /// Throws Failure (wrong_arguments) for what names no time.
    EntryOptions options() const;
};

/// That, and tags and a content type.
struct EntryArguments {
    ExpiryArguments expiry{};
    std::vector<std::string> tags{};
    std::optional<std::string> content_type{};

    void add_to(Arguments& arguments);

    EntryOptions options() const;
};

/// The time that the option `what` names. Throws Failure (wrong_arguments).
std::chrono::system_clock::time_point parse_time(const std::string& what, const std::string& text);

}  // namespace dbdb::tool
