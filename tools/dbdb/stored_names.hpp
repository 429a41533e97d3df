/// Names that a database holds, for completion.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "completion_kind.hpp"

namespace dbdb::tool {

/// Where to look for names.
struct StoredPlace {
    std::string path{};  ///< Empty in a shell: its own.
    std::optional<std::string> keyspace{};
};

/// The keys, keyspaces, bookmarks or commits that begin with `begun`. Those that a line cannot show
/// are left out. Of many keys the first 200 and the last one, by which a shell still finds what all
/// of them begin with. Nothing when the database cannot be read.
std::vector<std::string> stored_names(CompletionKind kind,
                                      const StoredPlace& place,
                                      const std::string& begun);

}  // namespace dbdb::tool
