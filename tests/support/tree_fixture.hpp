/// Trees for tests: a file in memory to read them from, a space to make them in, and random keys.
#pragma once

#include <algorithm>
#include <cstddef>
#include <cstdint>
#include <map>
#include <memory>
#include <random>
#include <string>
#include <string_view>
#include <vector>

#include "dbdb/file.hpp"

#include "format/checksum.hpp"
#include "format/layout.hpp"
#include "tree/check.hpp"
#include "tree/edit.hpp"
#include "tree/source.hpp"
#include "tree/space.hpp"

namespace dbdb::test {

using format::EntryView;
using format::Ref;
using format::Root;
using format::Side;

/// What a tree of plain entries should hold.
using Model = std::map<std::string, std::string, std::less<>>;

/// A window on an array.
class ArrayMapping final : public Mapping {
public:
    explicit ArrayMapping(const std::vector<std::byte>& bytes)
        : Mapping(bytes.data(), bytes.size()) {}
};

/// A file of fixed capacity in memory with a source and a space over it.
class TreeFixture {
public:
    explicit TreeFixture(std::size_t capacity_bytes = format::records_begin)
        : file(capacity_bytes),
          source(std::make_shared<ArrayMapping>(file),
                 {"test.db", file_id, {.verify_checksums = true}}),
          space(&source, std::make_shared<tree::Arena>()) {
        source.raise_limit(tail);
    }

    static constexpr format::FileId file_id{1, 2};

    std::vector<std::byte> file;
    std::uint64_t tail = format::records_begin;
    tree::Source source;
    tree::Space space;

    Root tree_of(const Model& model) {
        Root root;
        for (const auto& [key, payload] : model)
            root = insert(root, key, payload);
        return root;
    }

    Root insert(const Root& root, std::string_view key, std::string_view payload) {
        return tree::insert(space, root, {key, payload, false});
    }

    /// Writes a tree behind the tail, children first, and gives it as the file's.
    Root write(const Root& root) { return {write(root.ref), root.count, root.bytes}; }

    /// Writes `record` behind the tail as it is. The ref has the right checksum and `height`.
    Ref append(std::span<const std::byte> record, unsigned height) {
        const format::Address address{tail};
        std::copy(record.begin(), record.end(), file.begin() + static_cast<std::ptrdiff_t>(tail));
        tail += format::aligned(record.size());
        source.raise_limit(tail);
        return Ref::in_file(address, height, checksum_of(record, address));
    }

    static std::uint64_t checksum_of(std::span<const std::byte> record, format::Address address) {
        return format::checksum(record, format::checksum_seed(file_id, address));
    }

    /// Everything in the tree, read without searching.
    Model entries(const Root& root) const {
        Model model;
        if (!root.is_empty()) collect(root.ref, model);
        return model;
    }

    /// What a check says; "sound" when it finds nothing.
    std::string verdict(const Root& root) const {
        const tree::CheckReport report = tree::check(source, root);
        return report.damages.empty() ? "sound" : report.damages.front().text;
    }

private:
    Ref write(Ref ref) {
        if (ref.is_null() || !ref.is_in_memory()) return ref;
        if (ref.height() == 0) {
            return append({ref.memory(), format::LeafView(ref.memory()).bytes()}, 0);
        }
        const format::BranchView branch(ref.memory());
        std::vector<std::byte> record(branch.data(), branch.data() + branch.bytes());
        format::BranchEditor editor(record.data());
        for (const Side side : {Side::left, Side::right}) {
            editor.set_child(side, write(branch.child(side)));
        }
        return append(record, ref.height());
    }

    void collect(Ref ref, Model& model) const {
        if (ref.height() > 0) {
            for (const Side side : {Side::left, Side::right}) {
                collect(source.branch(ref).child(side), model);
            }
            return;
        }
        const format::LeafView leaf = source.leaf(ref);
        for (unsigned index = 0; index < leaf.count(); ++index) {
            const EntryView entry = leaf.entry(index);
            model.emplace(entry.key, entry.payload);
        }
    }
};

/// Random numbers that are the same wherever the test runs.
class Random {
public:
    explicit Random(std::uint64_t seed) : engine_(seed) {}

    /// 0 to `end` - 1.
    std::size_t below(std::size_t end) { return engine_() % end; }

    /// `bytes` letters out of `letters`.
    std::string text(std::size_t bytes, std::string_view letters) {
        std::string made(bytes, '\0');
        for (char& letter : made)
            letter = letters[below(letters.size())];
        return made;
    }

    std::uint64_t number() { return engine_(); }

private:
    std::mt19937_64 engine_;
};

/// What keys may be like.
enum class KeyKind { short_and_dense, long_prefixes, nested, numbers };

inline constexpr KeyKind all_key_kinds[] = {
    KeyKind::short_and_dense, KeyKind::long_prefixes, KeyKind::nested, KeyKind::numbers};

inline std::string random_key(KeyKind kind, Random& random) {
    using namespace std::string_view_literals;
    switch (kind) {
        case KeyKind::short_and_dense:  // The empty key too, zero bytes and bytes over 127.
            return random.text(random.below(6), "\0\1a\x7f\xff"sv);
        case KeyKind::long_prefixes:
            return std::string(7 + 33 * random.below(3), 'p') +
                   random.text(random.below(5), "\0pq"sv);
        case KeyKind::nested:
            return std::string(random.below(300), 'n') + random.text(random.below(2), "\0z"sv);
        case KeyKind::numbers:
            break;
    }
    const std::string digits = std::to_string(random.below(20'000));
    return "key" + std::string(8 - digits.size(), '0') + digits;
}

/// The key of an entry in large trees: ascending in `index`.
inline std::string numbered_key(std::uint64_t index) {
    const std::string digits = std::to_string(index);
    return "key" + std::string(9 - digits.size(), '0') + digits;
}

}  // namespace dbdb::test
