/// What most stores do alike, over a reader, a cursor and a commit of their own.
#pragma once

#include <algorithm>
#include <optional>

#include "store.hpp"

namespace dbdb::bench {

/// Does whole batches without a virtual call for each entry. `Derived` has
/// - `reader()`: a pointer, plain or clever, to an object with `get(Key)`, which gives an optional
///   string_view, valid until the next call; all in one snapshot where the store has one;
/// - `cursor()`: one to an object with `first()`, `last()`, `next()`, `previous()` and `seek(Key)`,
///   which tell whether there is an entry, and `key()` and `value()` of the entry it stands on;
/// - `commit(std::span<const Change>, Sync)`.
template <typename Derived>
class CursorStore : public Store {
public:
    void write(std::span<const Change> changes,
               std::size_t changes_per_commit,
               Sync sync) override {
        while (!changes.empty()) {
            const std::size_t count = std::min(changes_per_commit, changes.size());
            self().commit(changes.first(count), sync);
            changes = changes.subspan(count);
        }
    }

    Digest get(std::span<const Key> keys) override {
        auto&& pointer = self().reader();
        auto& reader = *pointer;
        Digest digest;
        for (const Key key : keys) {
            const std::optional<std::string_view> value = reader.get(key);
            if (value) digest.add(*value);
        }
        return digest;
    }

    Digest follow(Chain chain, std::uint64_t steps) override {
        auto&& pointer = self().reader();
        auto& reader = *pointer;
        Digest digest;
        for (std::uint64_t step = 0; step < steps; ++step) {
            const std::string_view value = reader.get(chain.key()).value_or("");
            digest.add(value);
            chain.advance(value);
        }
        return digest;
    }

    Digest scan(Direction direction) override { return scan_for(Digest{}, direction); }

    Outline scan_outline(Direction direction) override {
        return scan_for(Outline(direction), direction);
    }

    Digest seek(std::span<const Key> keys, std::uint64_t entries_max) override {
        auto&& pointer = self().cursor();
        auto& cursor = *pointer;
        Digest digest;
        for (const Key key : keys) {
            bool here = cursor.seek(key);
            for (std::uint64_t left = entries_max; here && left > 0; --left) {
                digest.add(cursor.key(), cursor.value());
                here = left > 1 && cursor.next();
            }
        }
        return digest;
    }

    std::uint64_t count(std::span<const KeyRange> ranges) override {
        auto&& pointer = self().cursor();
        auto& cursor = *pointer;
        std::uint64_t keys = 0;
        for (const KeyRange& range : ranges) {
            bool here = cursor.seek(range.from);
            for (; here && cursor.key() < range.to; here = cursor.next())
                ++keys;
        }
        return keys;
    }

    Digest nth(std::span<const std::uint64_t> ranks) override {
        auto&& pointer = self().cursor();
        auto& cursor = *pointer;
        Digest digest;
        for (std::uint64_t rank : ranks) {
            bool here = cursor.first();
            for (; here && rank > 0; --rank)
                here = cursor.next();
            if (here) digest.add(cursor.key(), cursor.value());
        }
        return digest;
    }

private:
    template <typename Proof>
    Proof scan_for(Proof proof, Direction direction) {
        const bool forward = direction == Direction::forward;
        auto&& pointer = self().cursor();
        auto& cursor = *pointer;
        bool here = forward ? cursor.first() : cursor.last();
        for (; here; here = forward ? cursor.next() : cursor.previous())
            proof.add(cursor.key(), cursor.value());
        return proof;
    }

    Derived& self() { return static_cast<Derived&>(*this); }
};

}  // namespace dbdb::bench
