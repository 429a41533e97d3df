/// A store of the benchmark that keeps everything in a map: right, so that a store derived from it
/// is wrong in one way.
#pragma once

#include <map>
#include <string>

#include "stores/cursor_store.hpp"

namespace dbdb::test {

class MapStore : public bench::CursorStore<MapStore> {
public:
    using Map = std::map<std::string, std::string, std::less<>>;

    /// Stands on one entry, or behind the last.
    struct Cursor {
        const Map& map;
        Map::const_iterator at = map.end();

        Cursor& operator*() { return *this; }

        bool first() { return move_to(map.begin()); }

        bool last() { return previous(); }

        bool next() { return move_to(std::next(at)); }

        bool previous() { return move_to(at == map.begin() ? map.end() : std::prev(at)); }

        bool seek(bench::Key key) { return move_to(map.lower_bound(key)); }

        std::string_view key() const { return at->first; }

        std::string_view value() const { return at->second; }

        std::optional<std::string_view> get(bench::Key wanted) const {
            const auto found = map.find(wanted);
            if (found == map.end()) return {};
            return found->second;
        }

    private:
        bool move_to(Map::const_iterator place) {
            at = place;
            return at != map.end();
        }
    };

    void load(std::span<const bench::Change> entries) override {
        commit(entries, bench::Sync::each_commit);
    }

    Cursor reader() { return {map_}; }

    Cursor cursor() { return {map_}; }

    void commit(std::span<const bench::Change> changes, bench::Sync) {
        for (const bench::Change& change : changes) {
            if (change.erases)
                map_.erase(std::string(change.key));
            else
                map_.insert_or_assign(std::string(change.key), std::string(change.value));
        }
    }

private:
    Map map_{};
};

}  // namespace dbdb::test
