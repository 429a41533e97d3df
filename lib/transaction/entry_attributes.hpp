/// What a caller says of an entry, checked and turned into what its payload has.
#pragma once

#include <cstdint>
#include <span>
#include <string>
#include <string_view>

#include "dbdb/entry_options.hpp"

#include "format/payload.hpp"

namespace dbdb::transaction {

/// Whether an entry may be gone already: a copy of one may.
enum class PastExpiry { refused, taken };

/// Attributes that own what they say. `name` is that of the file, for messages; all throw
/// Error{Errc::invalid} or Error{Errc::too_large}, saying which limit.
class EntryAttributes {
public:
    /// Of an entry `key` that is set at `now_ms`.
    EntryAttributes(const std::string& name,
                    std::string_view key,
                    const EntryOptions& options,
                    std::int64_t now_ms,
                    PastExpiry past);

    /// As long as this lives.
    format::Attributes view() const;

private:
    std::optional<std::int64_t> deadline_ms_;
    std::optional<format::EntryTimes> times_;
    std::string tags_;
    std::string content_type_;
};

/// The moment that `options` say, in ms since 1970; empty when they say none.
std::optional<std::int64_t> deadline_of(const std::string& name,
                                        std::string_view key,
                                        const EntryOptions& options,
                                        std::int64_t now_ms,
                                        PastExpiry past);

/// The list of `tags` for an entry `key`.
std::string tag_list_of(const std::string& name,
                        std::string_view key,
                        std::span<const std::string> tags);

}  // namespace dbdb::transaction
