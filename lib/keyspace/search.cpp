#include "keyspace/search.hpp"

#include <algorithm>

#include "keyspace/entries.hpp"
#include "keyspace/index_key.hpp"
#include "keyspace/key_stream.hpp"
#include "tree/search.hpp"

namespace dbdb::keyspace {

using format::KeyspaceRecord;
using tree::Source;

namespace {

/// The keys that a query may find at all.
class Bounds {
public:
    explicit Bounds(const Query& query) : begin_(std::max(query.from, query.prefix)) {
        const std::string_view end = tree::prefix_end(query.prefix, end_);
        has_end_ = !end.empty();
        if (query.to && (!has_end_ || *query.to < end_)) {
            end_ = *query.to;
            has_end_ = true;
        }
    }

    const std::string& begin() const { return begin_; }

    bool is_before_end(std::string_view key) const { return !has_end_ || key < end_; }

private:
    std::string begin_;
    std::string end_;
    bool has_end_ = false;
};

class Search {
public:
    Search(const Source& source, const KeyspaceRecord& record, const Query& query, QueryPage& page)
        : source_(source),
          record_(record),
          query_(query),
          page_(page),
          keys_(source, record, query.filter.node()),
          has_expired_(!expired_keys(source, record, source.now_ms(), 1).empty()) {}

    void run() {
        const Bounds bounds(query_);
        std::string next = bounds.begin();
        if (!query_.count_total && query_.after) next = std::max(next, behind(*query_.after));
        while (const auto key = keys_.seek(next)) {
            if (!bounds.is_before_end(*key)) return;
            if (!take(*key) && !query_.count_total) return;
            next.assign(*key).append(1, '\0');
        }
    }

private:
    static std::string behind(const std::string& key) { return key + '\0'; }

    /// False when the page is full.
    bool take(std::string_view key) {
        if (has_expired_ && !is_live(key)) return true;
        page_.total += query_.count_total;
        if (query_.after && key <= *query_.after) return true;
        if (skipped_ < query_.skip) {
            ++skipped_;
            return true;
        }
        const bool is_full = query_.limit != 0 && page_.entries.size() >= query_.limit;
        page_.has_more = page_.has_more || is_full;
        if (!is_full) add(key);
        return !is_full;
    }

    bool is_live(std::string_view key) const {
        const auto entry = tree::find(source_, record_.entries, key);
        return entry && source_.is_live(*entry);
    }

    /// An index that names what is not there is damaged.
    void add(std::string_view key) {
        const auto entry = tree::find(source_, record_.entries, key);
        if (!entry) source_.throw_corrupt("index that names no entry", 0);
        page_.entries.push_back({entry->key, value_of(*entry)});
    }

    std::string_view value_of(const format::EntryView& entry) {
        if (!format::is_compressed(entry)) return source_.stored_value(entry);
        page_.decoded.push_back(std::make_shared<const std::string>(source_.decoded(entry)));
        return *page_.decoded.back();
    }

    const Source& source_;
    const KeyspaceRecord& record_;
    const Query& query_;
    QueryPage& page_;
    KeyStream keys_;
    bool has_expired_;
    std::uint64_t skipped_ = 0;
};

}  // namespace

void find(const Source& source, const KeyspaceRecord& record, const Query& query, QueryPage& page) {
    Search(source, record, query, page).run();
}

std::vector<TagCount> tags_of(const Source& source, const KeyspaceRecord& record) {
    std::vector<TagCount> tags;
    std::string buffer;
    for (std::uint64_t rank = 0; rank < record.tags.count;) {
        const auto found = parse_tag_index_key(tree::nth(source, record.tags, rank).key);
        if (!found) source.throw_corrupt("index with a wrong key", 0);
        const std::string_view end = tree::prefix_end(tag_index_prefix(found->tag), buffer);
        const std::uint64_t behind =
            end.empty() ? record.tags.count : tree::rank(source, record.tags, end);
        if (behind <= rank) source.throw_corrupt("index out of order", 0);
        tags.push_back({std::string(found->tag), behind - rank});
        rank = behind;
    }
    std::ranges::stable_sort(tags, [](const TagCount& left, const TagCount& right) {
        return left.entries != right.entries ? left.entries > right.entries : left.tag < right.tag;
    });
    return tags;
}

}  // namespace dbdb::keyspace
