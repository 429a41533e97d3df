/// The keys that a filter holds of, in their order.
///
/// A stream is asked for the next key from a given one on, so that what lies between is leapt over:
/// of several that must all have a key each is asked for the next one that the others may have.
///
/// Source: Veldhuizen, "Leapfrog Triejoin: a simple, worst-case optimal join algorithm", ICDT 2014;
/// here over single keys.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "format/keyspace_record.hpp"
#include "keyspace/filter_node.hpp"
#include "tree/cursor.hpp"

namespace dbdb::keyspace {

/// Walks the keys of a tree that begin with a prefix, which it takes off. Goes forward only.
class PrefixCursor {
public:
    PrefixCursor(const tree::Source& source, const format::Root& root, std::string prefix);

    /// The first key, without the prefix, that is not less than `key`; empty when there is none.
    /// Cheap when it lies near. Keys asked for ascend. Valid as long as the tree.
    std::optional<std::string_view> seek(std::string_view key);

private:
    std::optional<std::string_view> present() const;
    bool step();

    const tree::Source& source_;
    format::Root root_;
    std::string prefix_;
    std::string target_;
    tree::Cursor cursor_;
    std::uint64_t rank_ = 0;
    bool has_begun_ = false;
};

/// Reads one state of a keyspace, which outlives it. One thread.
class KeyStream {
public:
    KeyStream(const tree::Source& source,
              const format::KeyspaceRecord& record,
              const FilterNode& filter);

    /// The first key that is not less than `key` and of which the filter holds; empty when there is
    /// none. Keys asked for ascend. Valid as long as the tree.
    std::optional<std::string_view> seek(std::string_view key);

private:
    bool has(std::string_view key);
    bool is_narrow() const;
    bool holds_besides(std::string_view key);
    std::optional<std::string_view> seek_leaping(std::string_view key);
    std::optional<std::string_view> seek_any(std::string_view key);

    const tree::Source& source_;
    const format::KeyspaceRecord& record_;
    const FilterNode& filter_;
    /// What is walked: the index under a tag, else all entries, where nothing narrower is there.
    std::optional<PrefixCursor> keys_;
    std::vector<KeyStream> leapt_;   ///< All have the key, or of `any` one of them.
    std::vector<KeyStream> tested_;  ///< Of the keys found, these are asked.
};

}  // namespace dbdb::keyspace
