/// Copying trees into a new file so that what they share stays shared.
///
/// A tree that was copied before is known by its ref and not copied again: keyspaces that are
/// clones of each other, and commits that did not change it, share the copy. A tree that resembles
/// a copied one is made from that one's copy by what differs; any other is laid out in order.
#pragma once

#include <memory>
#include <optional>
#include <unordered_map>

#include "dbdb/file.hpp"
#include "dbdb/options.hpp"

#include "database/kinship.hpp"
#include "database/pace.hpp"
#include "database/tree_layout.hpp"
#include "transaction/appender.hpp"
#include "tree/source.hpp"
#include "tree/space.hpp"

namespace dbdb::database {

using format::Root;

class TreeCopy {
public:
    /// Into `target`, which is expected to need `expected_bytes`; more is no error.
    TreeCopy(std::shared_ptr<File> target, std::uint64_t expected_bytes, Pace& pace);

    /// What follows is appended for the commit `id`.
    void begin_commit(CommitId id);

    /// What follows is of a keyspace with these options: see Recompression. A tree that keyspaces
    /// share is copied once, by the options of the first.
    void set_options(const format::KeyspaceOptions& options) {
        recompression_.set_options(options);
    }

    /// The copy of `root`, a tree of `source`. `before` is the one that it probably came from,
    /// empty when there is none. When it returns all of the copy can be read. Throws
    /// Error{Errc::corrupt} when a record is damaged, Error{Errc::io}, Cancelled.
    Root copy(const tree::Source& source, const Root& root, const Root& before);

    /// The copy that was made of `root`, a tree of `source`. Throws Error{Errc::corrupt} when there
    /// is none, which only a damaged file can bring about.
    Root copy_of(const tree::Source& source, const Root& root) const;

    /// Lays the tree `root` out in order, with the values that `rewrite` gives.
    Root lay_out(const tree::Source& source, const Root& root, const Rewrite& rewrite = {});

    /// Makes `root`, a tree of the new file, one that differs from it as `after` from `before`.
    Root with_changes(Root root,
                      const tree::Source& source,
                      const Root& before,
                      const tree::Source& source_after,
                      const Root& after,
                      const Rewrite& rewrite = {});

    /// What the file has by now can be read.
    void write_out();

    transaction::Appender& appender() { return *appender_; }

    const transaction::Appender& appender() const { return *appender_; }

    /// Of the new file; another one after `write_out`.
    const tree::Source& source() const { return *source_; }

private:
    void insert(Root& root, const tree::Source& source, const format::EntryView& entry);
    void spill(Root& root);
    void note_copy(const tree::Source& source, const Root& root, const Root& copy);
    const Root* find_copy(const Root& root) const;

    struct Copied {
        std::uint64_t checksum = 0;  ///< Of the ref in the old file.
        Root copy{};
    };

    std::shared_ptr<File> target_;
    Pace& pace_;
    std::shared_ptr<const tree::Source> source_;
    tree::Space space_;
    std::unique_ptr<transaction::Appender> appender_;
    std::unordered_map<std::uint64_t, Copied> copies_;  ///< By the word of the ref in the old file.
    Kinship kinship_;
    Recompression recompression_;
};

}  // namespace dbdb::database
