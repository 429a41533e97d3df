#include "database/gap.hpp"

#include <algorithm>

#include "tree/key_range.hpp"

namespace dbdb::database {

void Gap::extend(const tree::Hole& hole) {
    keys.to = hole.keys.to;
    offset = std::min(offset, hole.offset);
    lost.keys = tree::key_range(keys.from, keys.to, lost.keys.entries + hole.entries);
    ++lost.damages;
}

Gap gap_of(const tree::Hole& hole, std::string_view keyspace, bool is_in_catalog) {
    Gap gap;
    gap.keys = hole.keys;
    gap.offset = hole.offset;
    gap.is_in_catalog = is_in_catalog;
    gap.lost.keyspace = keyspace;
    gap.lost.keys = hole.keys.is_one_key
                        ? tree::key_range(hole.keys.from)
                        : tree::key_range(hole.keys.from, hole.keys.to, hole.entries);
    gap.lost.offset = hole.offset;
    gap.lost.text = hole.text;
    return gap;
}

void walk_survivors(const tree::Source& source,
                    const format::Root& root,
                    std::string_view keyspace,
                    bool is_in_catalog,
                    const tree::TakeEntry& take,
                    std::vector<Gap>& gaps) {
    bool is_beside_hole = false;
    const auto take_entry = [&](const format::EntryView& entry, std::string_view value) {
        is_beside_hole = false;
        take(entry, value);
    };
    const auto take_hole = [&](const tree::Hole& hole) {
        const bool goes_on =
            is_beside_hole && !hole.keys.is_one_key && gaps.back().keys.to == hole.keys.from;
        is_beside_hole = !hole.keys.is_one_key;
        if (goes_on)
            gaps.back().extend(hole);
        else
            gaps.push_back(gap_of(hole, keyspace, is_in_catalog));
    };
    tree::walk_survivors(source, root, {}, take_entry, take_hole);
}

}  // namespace dbdb::database
