#include "stored_names.hpp"

#include "dbdb/range.hpp"

#include "failure.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "session.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

constexpr std::uint64_t keys_max = 200;

std::vector<std::string> keys_of(const Snapshot& snapshot, const std::string& begun) {
    const Range keys = snapshot.prefix(begun);
    std::vector<std::string> names;
    for (const Entry& entry : keys.limit(keys_max))
        names.emplace_back(entry.key);
    if (keys.count() > keys_max) names.emplace_back(keys.reverse().begin()->key);
    return names;
}

std::vector<std::string> keyspaces_of(const Snapshot& snapshot) {
    std::vector<std::string> names;
    for (const KeyspaceInfo& keyspace : snapshot.keyspaces())
        names.push_back(keyspace.name);
    return names;
}

std::vector<std::string> bookmarks_of(const Snapshot& snapshot) {
    std::vector<std::string> names;
    for (const BookmarkInfo& bookmark : snapshot.bookmarks())
        names.push_back(bookmark.name);
    return names;
}

std::vector<std::string> names_in(const Snapshot& snapshot,
                                  CompletionKind kind,
                                  const StoredPlace& place,
                                  const std::string& begun) {
    switch (kind) {
        case CompletionKind::key:
            return keys_of(snapshot.keyspace(place.keyspace.value_or("")), begun);
        case CompletionKind::keyspace:
            return keyspaces_of(snapshot);
        case CompletionKind::bookmark:
            return bookmarks_of(snapshot);
        case CompletionKind::commit: {
            std::vector<std::string> names = bookmarks_of(snapshot);
            names.insert(names.begin(), {"HEAD", "HEAD~1"});
            return names;
        }
        default:
            return {};
    }
}

}  // namespace

std::vector<std::string> stored_names(CompletionKind kind,
                                      const StoredPlace& place,
                                      const std::string& begun) {
    if (kind == CompletionKind::nothing) return {};
    const Session* const session = present_session();
    const std::string& path = session && place.path.empty() ? session->path : place.path;
    std::vector<std::string> names;
    try {
        names = names_in(present_snapshot(open_to_read(path)), kind, place, begun);
    } catch (const Failure&) {
        return {};
    } catch (const Error&) {
        return {};
    }
    std::erase_if(
        names, [](const std::string& name) { return name.empty() || text::escaped(name) != name; });
    return names;
}

}  // namespace dbdb::tool
