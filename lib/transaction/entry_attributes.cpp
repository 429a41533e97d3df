#include "transaction/entry_attributes.hpp"

#include <limits>
#include <vector>

#include "dbdb/error.hpp"
#include "dbdb/options.hpp"

#include "keyspace/index_key.hpp"
#include "transaction/record.hpp"

namespace dbdb::transaction {

namespace {

void require_at_most(const std::string& name,
                     const char* what,
                     std::uint64_t bytes,
                     std::uint64_t bytes_max) {
    if (bytes <= bytes_max) return;
    throw Error(Errc::too_large,
                name + ": " + what + " of " + std::to_string(bytes) + " bytes, at most " +
                    std::to_string(bytes_max) + " are allowed");
}

std::optional<format::EntryTimes> times_of(const EntryOptions& options) {
    if (!options.created || !options.updated) return std::nullopt;
    return format::EntryTimes{nanoseconds_of(*options.created), nanoseconds_of(*options.updated)};
}

std::int64_t behind(const std::string& name, std::int64_t now_ms, std::chrono::milliseconds ttl) {
    if (ttl.count() <= 0) {
        throw Error(Errc::invalid,
                    name + ": a time to live of " + std::to_string(ttl.count()) +
                        " ms; it must be more than zero");
    }
    std::int64_t deadline_ms = 0;
    if (__builtin_add_overflow(now_ms, std::int64_t{ttl.count()}, &deadline_ms)) {
        throw Error(Errc::invalid,
                    name + ": a time to live of " + std::to_string(ttl.count()) +
                        " ms, which leads beyond what can be said; leave it out for an entry that "
                        "stays");
    }
    return deadline_ms;
}

}  // namespace

std::optional<std::int64_t> deadline_of(const std::string& name,
                                        std::string_view key,
                                        const EntryOptions& options,
                                        std::int64_t now_ms,
                                        PastExpiry past) {
    if (!options.ttl && !options.expires_at) return std::nullopt;
    if (options.ttl && options.expires_at) {
        throw Error(Errc::invalid, name + ": both a time to live and a time of expiry; give one");
    }
    require_at_most(
        name, "key with an expiry", key.size(), key_bytes_max - keyspace::deadline_key_bytes);
    if (options.ttl) return behind(name, now_ms, *options.ttl);
    const std::int64_t deadline_ms = options.expires_at->time_since_epoch().count();
    if (deadline_ms > now_ms || past == PastExpiry::taken) return deadline_ms;
    throw Error(Errc::invalid,
                name + ": an expiry at " + std::to_string(deadline_ms) +
                    " ms since 1970, which is not ahead; erase the entry instead");
}

std::string tag_list_of(const std::string& name,
                        std::string_view key,
                        std::span<const std::string> tags) {
    std::vector<std::string_view> views(tags.begin(), tags.end());
    for (const std::string_view tag : views) {
        if (tag.empty()) throw Error(Errc::invalid, name + ": an empty tag");
        require_at_most(name, "tag", tag.size(), tag_bytes_max);
        require_at_most(name, "key with a tag", key.size(), key_bytes_max - 1 - tag.size());
    }
    std::string list = format::tag_list_of(views);
    const format::TagList distinct(list);
    const auto count = std::distance(distinct.begin(), distinct.end());
    if (count <= static_cast<std::ptrdiff_t>(entry_tags_max)) return list;
    throw Error(Errc::too_large,
                name + ": " + std::to_string(count) + " tags, at most " +
                    std::to_string(entry_tags_max) + " are allowed");
}

EntryAttributes::EntryAttributes(const std::string& name,
                                 std::string_view key,
                                 const EntryOptions& options,
                                 std::int64_t now_ms,
                                 PastExpiry past)
    : deadline_ms_(deadline_of(name, key, options, now_ms, past)),
      times_(times_of(options)),
      tags_(tag_list_of(name, key, options.tags)),
      content_type_(options.content_type) {
    require_at_most(name, "content type", content_type_.size(), content_type_bytes_max);
}

format::Attributes EntryAttributes::view() const {
    return {deadline_ms_, times_, format::TagList(tags_), content_type_};
}

}  // namespace dbdb::transaction
