/// Directories: the one that a run works in, and a store's own within it.
#pragma once

#include <filesystem>
#include <memory>
#include <span>

#include "data.hpp"
#include "store.hpp"

namespace dbdb::bench {

/// A directory of a fresh name within `parent`, removed with all it holds in the end.
class TemporaryDirectory {
public:
    explicit TemporaryDirectory(const std::filesystem::path& parent);
    ~TemporaryDirectory();
    TemporaryDirectory(const TemporaryDirectory&) = delete;
    TemporaryDirectory& operator=(const TemporaryDirectory&) = delete;

    const std::filesystem::path& path() const { return path_; }

private:
    std::filesystem::path path_;
};

/// A directory with a store of one kind, which is open or not there.
class Place {
public:
    /// Makes nothing yet.
    Place(const StoreKind& kind, Home home);

    const StoreKind& kind() const { return kind_; }

    bool is_open() const { return store_ != nullptr; }

    Store& store() { return *store_; }

    const std::filesystem::path& directory() const { return home_.directory; }

    /// What opening and loading the store has added to the memory of the process.
    std::uint64_t memory_bytes() const { return memory_bytes_; }

    /// Opens the store as it is on disk.
    void open();
    void close();

    /// Opens it so that it verifies no checksums, where its kind can do so.
    void open_unchecked();

    /// As Home has it, from the next opening on.
    void set_compacts_itself(bool does_so) { home_.compacts_itself = does_so; }

    /// Closes the store, removes what it has on disk and opens a new one.
    void make_empty();

    /// The same, filled with `entries`. They are read and checked once, which also warms the store.
    void make_loaded(std::span<const Change> entries);

    /// Removes what the store has on disk.
    void remove();

    /// Waits until the disk has all that the store has written, so that a pass does not pay for
    /// what was before it.
    void settle() const;

private:
    StoreKind kind_;
    Home home_;
    std::uint64_t memory_bytes_ = 0;
    std::unique_ptr<Store> store_;
};

}  // namespace dbdb::bench
