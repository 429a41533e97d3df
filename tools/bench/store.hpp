/// What the benchmark asks of a store. A store that is to be compared implements this in one file
/// of stores/ and is named in stores/all_stores.cpp.
///
/// Each function does a whole batch, so that a virtual call does not show in the figures. What a
/// store cannot do stays as it is here: it throws Unsupported, and the row shows a dash.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <span>
#include <stdexcept>
#include <string>
#include <string_view>

#include "data.hpp"
#include "expected.hpp"
#include "outline.hpp"

namespace dbdb::bench {

struct Unsupported : std::runtime_error {
    Unsupported() : std::runtime_error("not supported") {}
};

/// When a commit is safe from a power failure.
enum class Sync {
    each_commit,  ///< When the commit returns.
    never,        ///< When the system writes it.
};

/// From the first key on, up to the second, which does not belong to it.
struct KeyRange {
    Key from{};
    Key to{};
};

/// An open store. Failures are exceptions. Reading functions may be called from several threads.
class Store {
public:
    Store() = default;
    virtual ~Store() = default;
    Store(const Store&) = delete;
    Store& operator=(const Store&) = delete;

    /// Fills the empty store with `entries`, sorted by key, in one durable commit.
    virtual void load(std::span<const Change> /*entries*/) { throw Unsupported(); }

    /// Makes `changes` in turn, a commit after each `changes_per_commit` of them.
    virtual void write(std::span<const Change> /*changes*/,
                       std::size_t /*changes_per_commit*/,
                       Sync /*sync*/) {
        throw Unsupported();
    }

    /// The values of `keys`, read within one snapshot. Keys that are absent add nothing.
    virtual Digest get(std::span<const Key> /*keys*/) { throw Unsupported(); }

    /// The same, 16 keys in each call. A store without such a call gets them one by one.
    virtual Digest get_many16(std::span<const Key> keys) { return get(keys); }

    /// The values on the way of `chain`, read within one snapshot.
    virtual Digest follow(Chain /*chain*/, std::uint64_t /*steps*/) { throw Unsupported(); }

    /// Every key and value.
    virtual Digest scan(Direction /*direction*/) { throw Unsupported(); }

    /// The same, but no byte of a value is looked at.
    virtual Outline scan_outline(Direction /*direction*/) { throw Unsupported(); }

    /// From each of `keys` on, up to `entries_max` keys and values.
    virtual Digest seek(std::span<const Key> /*keys*/, std::uint64_t /*entries_max*/) {
        throw Unsupported();
    }

    /// The number of keys in all `ranges` together.
    virtual std::uint64_t count(std::span<const KeyRange> /*ranges*/) { throw Unsupported(); }

    /// The entry of each of `ranks` in the order of keys; the first has rank 0.
    virtual Digest nth(std::span<const std::uint64_t> /*ranks*/) { throw Unsupported(); }

    /// Gives back, durably, what overwritten values still take. Nobody reads or writes meanwhile.
    virtual void compact() { throw Unsupported(); }

    /// Opens a snapshot of the newest commit and closes it, `times` times; how often it showed the
    /// newest commit.
    virtual std::uint64_t open_snapshots(std::uint64_t /*times*/) { throw Unsupported(); }

    /// Bytes on disk that hold something, without what is only prepared.
    virtual std::uint64_t used_bytes() { throw Unsupported(); }
};

/// Where a store lies: in a directory that exists. What is not there is made.
struct Home {
    std::filesystem::path directory{};
    /// How much memory a store with a cache of its own may take for it. More than the data, since
    /// those without one have the system's cache, which has no limit either.
    std::uint64_t cache_bytes = std::uint64_t{256} << 20;
    bool verify_checksums = true;  ///< Of what is read; only for a kind that `can_skip_checksums`.
    /// Whether a kind that compacts its file by itself only when it is asked to is to do so.
    bool compacts_itself = false;
};

/// A kind of store: its name and version, and how to open one.
struct StoreKind {
    std::string_view name{};
    std::string version{};
    std::string_view settings{};  ///< In short, for who reads the figures.
    std::unique_ptr<Store> (*open)(const Home& home) = nullptr;
    bool writes_by_mapping = false;  ///< So that the bytes it writes cannot be counted.
    bool only_commits = false;       ///< Like another one in all rows that do not commit.
    bool can_skip_checksums = false;
};

/// The length of all files in `directory`.
std::uint64_t directory_bytes(const std::filesystem::path& directory);

/// Every kind that this program was built with. The first is dbdb.
std::span<const StoreKind> all_stores();

/// The kind that ratios are made to.
inline constexpr std::string_view baseline_name = "lmdb";

}  // namespace dbdb::bench
