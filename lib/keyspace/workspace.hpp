/// The keyspaces of a transaction at work.
///
/// A keyspace that a transaction touches is opened: its record is held here, apart from the
/// catalog, and changed as often as one likes. Only when the transaction is committed, or spills,
/// are the changed ones written back. So the catalog, in memory or in the file, never names a node
/// in memory; a frozen copy of the transaction carries the changed records beside its catalog.
///
/// Nothing here checks names or whether the transaction may go on: the transaction does.
#pragma once

#include <cstdint>
#include <map>
#include <memory>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "keyspace/catalog.hpp"
#include "tree/space.hpp"

namespace dbdb::keyspace {

/// A keyspace as the transaction has it. The default one always exists.
struct Opened {
    KeyspaceRecord record{};
    bool exists = false;
    std::optional<KeyspaceRecord> written{};  ///< What the catalog says.
};

/// Records that differ from a catalog's; an empty one is that of a keyspace that was dropped.
using ChangedRecords = std::map<std::string, std::optional<KeyspaceRecord>, std::less<>>;

/// All trees of a commit: what a transaction begins on, and what it ends with.
struct Trees {
    Root main{};  ///< Entries of the default keyspace.
    Root catalog{};
    std::uint64_t keyspace_bytes = 0;  ///< Of all trees that the catalog names.

    std::uint64_t bytes() const { return main.bytes + catalog.bytes + keyspace_bytes; }

    friend bool operator==(const Trees&, const Trees&) = default;
};

class Workspace {
public:
    Workspace(const tree::Source& source, const Trees& trees);

    /// The keyspace `name`, whether it exists or not. Whoever holds it sees it change, and may
    /// change its record; it stays the same one until the transaction ends.
    std::shared_ptr<Opened> open(const tree::Source& source, std::string_view name);

    /// The default keyspace.
    Opened& main() { return *main_; }

    /// Calls `visit` with each keyspace that is open and exists.
    template <typename Visit>
    void each_open(const Visit& visit) {
        for (auto& [name, opened] : opened_)
            if (opened->exists) visit(name, *opened);
    }

    const Root& catalog() const { return catalog_; }

    /// Changes the catalog's bookmarks.
    void set_bookmark(tree::Space& space, std::string_view name, const Bookmark& bookmark);
    bool erase_bookmark(tree::Space& space, std::string_view name);

    /// Empties the default keyspace, keeping its options, and drops all others. O(log n).
    void clear_all(tree::Space& space);

    /// Takes all keyspaces from `trees`; bookmarks stay as they are. O(log n).
    void revert(tree::Space& space, const Trees& trees);

    /// Savepoints are numbered from 0 in the order in which they were made.
    std::size_t mark();

    std::size_t mark_count() const { return marks_.size(); }

    void go_back(const tree::Source& source, std::size_t mark);

    void forget_marks() { marks_.clear(); }

    /// Every tree that is not in the catalog's values, those of savepoints too.
    std::vector<Root*> open_trees();

    /// The catalogs: the present one and those of savepoints.
    std::vector<Root*> catalogs();

    /// Writes the changed records back. Their trees are in the file.
    void write_back(tree::Space& space);

    /// Closes what nobody holds. Everything was written back.
    void close_unheld();

    ChangedRecords changed_records() const;

    /// Whether something differs from `trees`, which the workspace began on.
    bool differs_from(const Trees& trees) const;

    /// What a commit has to say; everything was written back.
    Trees trees() const { return {main_->record.entries, catalog_, keyspace_bytes_}; }

private:
    using Map = std::map<std::string, std::shared_ptr<Opened>, std::less<>>;

    struct Mark {
        Root catalog;
        std::uint64_t keyspace_bytes = 0;
        std::map<std::string, Opened, std::less<>> opened;
    };

    Opened read(const tree::Source& source, std::string_view name) const;
    std::optional<KeyspaceRecord> record_to_write(std::string_view name,
                                                  const Opened& opened) const;
    void write(tree::Space& space, std::string_view name, Opened& opened);

    Root catalog_;
    std::uint64_t keyspace_bytes_;
    Map opened_;  ///< With the default one under the empty name.
    std::shared_ptr<Opened> main_;
    std::vector<Mark> marks_;
};

}  // namespace dbdb::keyspace
