/// Laying a tree out anew in another file: full leaves in the order of keys, each behind the blobs
/// of its entries, then the branches over them, children before parents.
///
/// Branches stand together and apart from the leaves; of a large tree for 16,384 leaves at a time,
/// so that the memory for them stays bounded: that of twice as many branches and outer keys.
#pragma once

#include <functional>
#include <optional>
#include <string>
#include <vector>

#include "database/pace.hpp"
#include "database/recompression.hpp"
#include "transaction/appender.hpp"
#include "tree/build.hpp"
#include "tree/source.hpp"
#include "tree/space.hpp"

namespace dbdb::database {

/// Appends the blob of `entry`, which has one, and gives the payload that names the copy.
std::string copy_blob(const tree::Source& source,
                      const format::EntryView& entry,
                      transaction::Appender& target);

/// Gives the value that a plain entry has in the copy; without one the entry is left out.
using Rewrite = std::function<std::optional<std::string>(const format::EntryView& entry)>;

class TreeLayout {
public:
    /// Appends through `appender`; what it appends it never reads. `target` is the file's source,
    /// for the marks of branches.
    TreeLayout(transaction::Appender& appender,
               const tree::Source& target,
               const Recompression& recompression,
               Pace& pace);

    /// Copies the tree `root`, which is read through `source` and checked on the way, past the
    /// marks: each record is read once, so they would only take memory. Throws Error{Errc::corrupt}
    /// and Cancelled. With `rewrite` the entries, which are all plain, get the values it gives.
    format::Root copy(const tree::Source& source,
                      const format::Root& root,
                      const Rewrite& rewrite = {});

private:
    void copy_below(const tree::Source& source, format::Ref ref);
    void copy_leaf(const tree::Source& source, format::LeafView leaf);
    void copy_entry(const tree::Source& source, const format::LeafEntry& entry);
    void add_rewritten(const format::EntryView& entry);
    void require_ascending(const tree::Source& source, format::LeafView leaf);
    void close_chunk(std::size_t leaf_count);
    void flush(format::Root& root);

    transaction::Appender& appender_;
    const tree::Source& target_;
    const Recompression& recompression_;
    Pace& pace_;
    const Rewrite* rewrite_ = nullptr;
    tree::Space space_;
    tree::Builder builder_;
    std::vector<tree::Builder::Piece> pieces_;
    std::vector<format::LeafEntry> entries_;
    std::string last_key_;
    bool has_last_key_ = false;
};

}  // namespace dbdb::database
