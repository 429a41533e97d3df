/// A disk behind a page cache, of which every write and sync is kept.
///
/// What is read is the cache, which has every write at once. What a power cut would leave is
/// another matter: PowerCut (simulated_power_cut.hpp) makes it from the log. A process may die at
/// any call, and a sync may fail; the cache stays what it was, for whoever opens the disk next.
#pragma once

#include <cstdint>
#include <limits>
#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dbdb/file.hpp"

#include "io/zero_pages.hpp"

namespace dbdb::test {

/// One call that the disk has seen. A sync is two: writes of other threads may come in between, and
/// are not covered by it.
struct DiskCall {
    enum class Kind { write, truncate, sync_begin, sync_end, sync_failure };

    Kind kind = Kind::write;
    std::uint64_t offset = 0;  ///< Of a write; the new length for truncate.
    std::uint64_t begin = 0;   ///< Of the end of a sync: the number of the call that began it.
    std::vector<std::byte> bytes{};  ///< What was written.
};

using DiskLog = std::vector<DiskCall>;

/// A File of at most 256 MiB. Any thread may call it, but for `reset`, `revive` and the plans.
class SimulatedDisk final : public File {
public:
    SimulatedDisk() : memory_(window_bytes, "simulated.db") {}

    /// Makes it a disk of these contents, all of them durable, with an empty log. No mapping may be
    /// in use.
    void reset(const std::vector<std::byte>& contents);

    /// The contents that `reset` gave it.
    const std::vector<std::byte>& base() const { return base_; }

    /// All calls since `reset`. Not while another thread writes.
    const DiskLog& log() const { return log_; }

    /// How many calls there were.
    std::size_t point() const;

    /// The `count`-th sync from now on fails, 1 for the next one. Nothing that it was to cover is
    /// sure to reach the disk any more, even with later syncs, unless it is written again.
    void fail_sync(std::uint64_t count) { syncs_until_failure_ = count; }

    /// The `count`-th write from now on fails after half of its bytes, 1 for the next one.
    void fail_write(std::uint64_t count) { writes_until_failure_ = count; }

    /// The process dies at the `count`-th write or sync from now on: that one and all later calls
    /// have no effect and throw. A dying write leaves its first `torn_bytes` bytes.
    void die(std::uint64_t count, std::size_t torn_bytes);

    /// The same, where a sync fails.
    void die_at_failed_sync() { dies_at_failed_sync_ = true; }

    bool is_dead() const { return is_dead_; }

    /// Another process goes on with the cache as it is.
    void revive();

    const std::string& name() const noexcept override { return name_; }

    std::uint64_t size() const override;
    void read_at(std::uint64_t offset, std::span<std::byte> target) const override;
    void write_at(std::uint64_t offset, std::span<const std::byte> source) override;
    void sync() override;
    void truncate(std::uint64_t bytes) override;
    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override;

    bool read_only() const noexcept override { return false; }

private:
    static constexpr std::uint64_t never = std::numeric_limits<std::uint64_t>::max();
    static constexpr std::size_t window_bytes = std::size_t{1} << 30;
    static constexpr std::uint64_t capacity_bytes = window_bytes / 4;

    [[noreturn]] void fail(const char* what) const;
    void live(std::span<const std::byte> source, std::uint64_t offset);
    void put(std::uint64_t offset, std::span<const std::byte> source);

    std::byte* cache() const { return static_cast<std::byte*>(memory_.data()); }

    std::string name_ = "simulated.db";
    io::ZeroPages memory_;
    mutable std::mutex mutex_;
    std::vector<std::byte> base_;
    DiskLog log_;
    std::uint64_t size_ = 0;
    std::uint64_t syncs_until_failure_ = never;
    std::uint64_t writes_until_failure_ = never;
    std::uint64_t calls_until_death_ = never;
    std::size_t torn_bytes_ = 0;
    bool dies_at_failed_sync_ = false;
    bool is_dead_ = false;
};

}  // namespace dbdb::test
