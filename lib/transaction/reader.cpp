#include "dbdb/reader.hpp"

#include <algorithm>
#include <array>
#include <limits>
#include <string>

#include "dbdb/error.hpp"

#include "format/ref.hpp"
#include "keyspace/metadata.hpp"
#include "metrics/timing.hpp"
#include "tree/decoded_values.hpp"
#include "tree/search.hpp"
#include "tree/source.hpp"

namespace dbdb {

using metrics::ShortTiming;

std::string_view Reader::value_of(const format::EntryView& entry) const {
    if (!format::is_compressed(entry)) [[likely]]
        return source_->stored_value(entry);
    return decoded_.values().value(*source_, entry);
}

std::optional<std::string_view> Reader::get(std::string_view key) const {
    const ShortTiming timing(source_->activity(), Operation::get);
    const auto entry = tree::find(*source_, *root_, key);
    if (!entry || !source_->is_live(*entry)) return std::nullopt;
    return value_of(*entry);
}

void Reader::get_many(std::span<const std::string_view> keys,
                      std::span<std::optional<std::string_view>> values) const {
    if (keys.size() != values.size()) {
        throw Error(Errc::invalid,
                    source_->identity().name + ": " + std::to_string(keys.size()) +
                        " keys to get, but room for " + std::to_string(values.size()) + " values");
    }
    const ShortTiming timing(source_->activity(), Operation::get_many);
    std::array<std::optional<format::EntryView>, tree::find_group_size> found;
    while (!keys.empty()) {
        const std::size_t count = std::min(keys.size(), found.size());
        tree::find_group(*source_, *root_, keys.first(count), std::span(found).first(count));
        for (std::size_t index = 0; index < count; ++index) {
            values[index].reset();
            if (found[index] && source_->is_live(*found[index]))
                values[index] = value_of(*found[index]);
        }
        keys = keys.subspan(count);
        values = values.subspan(count);
    }
}

std::string_view Reader::at(std::string_view key) const {
    if (const auto value = get(key)) return *value;
    throw Error(Errc::not_found,
                source_->identity().name + ": key of " + std::to_string(key.size()) + " bytes");
}

bool Reader::contains(std::string_view key) const {
    const ShortTiming timing(source_->activity(), Operation::get);
    const auto entry = tree::find(*source_, *root_, key);
    return entry && source_->is_live(*entry);
}

std::optional<ValueWithMetadata> Reader::get_with_metadata(std::string_view key) const {
    const auto entry = tree::find(*source_, *root_, key);
    if (!entry || !source_->is_live(*entry)) return std::nullopt;
    return ValueWithMetadata{value_of(*entry), keyspace::metadata_of(*entry)};
}

std::optional<Metadata> Reader::metadata(std::string_view key) const {
    const auto entry = tree::find(*source_, *root_, key);
    if (!entry || !source_->is_live(*entry)) return std::nullopt;
    return keyspace::metadata_of(*entry);
}

std::optional<std::chrono::milliseconds> Reader::ttl(std::string_view key) const {
    const auto entry = tree::find(*source_, *root_, key);
    const auto deadline_ms = entry ? format::attributes_of(*entry).deadline_ms : std::nullopt;
    if (!deadline_ms) return std::nullopt;
    std::int64_t left_ms = 0;
    if (__builtin_sub_overflow(*deadline_ms, source_->now_ms(), &left_ms))
        left_ms = std::numeric_limits<std::int64_t>::max();
    return left_ms > 0 ? std::optional(std::chrono::milliseconds(left_ms)) : std::nullopt;
}

std::uint64_t Reader::size() const { return root_->count; }

std::uint64_t Reader::count(std::string_view from, std::string_view to) const {
    if (to <= from) return 0;
    const std::uint64_t first = rank(from);
    const std::uint64_t last = rank(to);
    return last > first ? last - first : 0;
}

std::uint64_t Reader::count_prefix(std::string_view prefix) const {
    thread_local std::string buffer;  // Allocates for long prefixes, and then once a thread.
    const std::string_view end = tree::prefix_end(prefix, buffer);
    return end.empty() ? size() - rank(prefix) : count(prefix, end);
}

std::uint64_t Reader::rank(std::string_view key) const { return tree::rank(*source_, *root_, key); }

std::optional<Entry> Reader::nth(std::uint64_t index) const {
    if (index >= root_->count) return std::nullopt;
    const format::EntryView entry = tree::nth(*source_, *root_, index);
    if (!source_->is_live(entry)) return std::nullopt;
    return Entry{entry.key, value_of(entry)};
}

}  // namespace dbdb
