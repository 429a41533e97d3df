#include "support/simulated_disk.hpp"

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <thread>

#include "dbdb/error.hpp"

namespace dbdb::test {

namespace {

using Kind = DiskCall::Kind;

/// A window on memory that somebody else owns.
class BorrowedMapping final : public Mapping {
public:
    BorrowedMapping(const std::byte* data, std::uint64_t bytes) : Mapping(data, bytes) {}
};

}  // namespace

void SimulatedDisk::reset(const std::vector<std::byte>& contents) {
    std::memset(cache(), 0, size_);
    base_ = contents;
    log_.clear();
    size_ = contents.size();
    if (!contents.empty()) std::memcpy(cache(), contents.data(), contents.size());
    revive();
}

std::size_t SimulatedDisk::point() const {
    const std::scoped_lock lock(mutex_);
    return log_.size();
}

void SimulatedDisk::die(std::uint64_t count, std::size_t torn_bytes) {
    calls_until_death_ = count;
    torn_bytes_ = torn_bytes;
}

void SimulatedDisk::revive() {
    syncs_until_failure_ = writes_until_failure_ = calls_until_death_ = never;
    dies_at_failed_sync_ = is_dead_ = false;
}

void SimulatedDisk::fail(const char* what) const {
    throw Error(Errc::io, name_ + ": " + what + " that was to fail", EIO);
}

/// Throws when the process is dead, or dies with this call.
void SimulatedDisk::live(std::span<const std::byte> source, std::uint64_t offset) {
    if (!is_dead_ && calls_until_death_ != never && --calls_until_death_ == 0) {
        put(offset, source.first(std::min(torn_bytes_, source.size())));
        is_dead_ = true;
    }
    if (is_dead_) fail("call of a dead process");
}

void SimulatedDisk::put(std::uint64_t offset, std::span<const std::byte> source) {
    if (source.empty()) return;
    if (offset + source.size() > capacity_bytes) throw Error(Errc::io, name_ + ": full", ENOSPC);
    std::memcpy(cache() + offset, source.data(), source.size());
    size_ = std::max(size_, offset + source.size());
    log_.push_back({Kind::write, offset, 0, {source.begin(), source.end()}});
}

std::uint64_t SimulatedDisk::size() const {
    const std::scoped_lock lock(mutex_);
    return size_;
}

void SimulatedDisk::read_at(std::uint64_t offset, std::span<std::byte> target) const {
    const std::scoped_lock lock(mutex_);
    if (offset + target.size() > size_) throw Error(Errc::io, name_ + ": ends before");
    std::memcpy(target.data(), cache() + offset, target.size());
}

void SimulatedDisk::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    const std::scoped_lock lock(mutex_);
    live(source, offset);
    if (writes_until_failure_ != never && --writes_until_failure_ == 0) {
        writes_until_failure_ = never;
        put(offset, source.first(source.size() / 2));
        fail("write");
    }
    put(offset, source);
}

void SimulatedDisk::sync() {
    std::unique_lock lock(mutex_);
    live({}, 0);
    const std::uint64_t begin = log_.size();
    log_.push_back({Kind::sync_begin, 0, 0, {}});
    lock.unlock();
    std::this_thread::yield();  // Writes of others during the sync are welcome, but not covered.
    lock.lock();
    const bool fails = syncs_until_failure_ != never && --syncs_until_failure_ == 0;
    log_.push_back({fails ? Kind::sync_failure : Kind::sync_end, 0, begin, {}});
    if (!fails) return;
    syncs_until_failure_ = never;
    is_dead_ = dies_at_failed_sync_;
    fail("sync");
}

void SimulatedDisk::truncate(std::uint64_t bytes) {
    const std::scoped_lock lock(mutex_);
    live({}, 0);
    if (bytes > capacity_bytes) throw Error(Errc::io, name_ + ": full", ENOSPC);
    if (bytes < size_) std::memset(cache() + bytes, 0, size_ - bytes);
    size_ = bytes;
    log_.push_back({Kind::truncate, bytes, 0, {}});
}

std::shared_ptr<const Mapping> SimulatedDisk::map(std::uint64_t bytes) const {
    if (bytes > window_bytes) throw Error(Errc::io, name_ + ": mapping too large", ENOMEM);
    return std::make_shared<const BorrowedMapping>(cache(), window_bytes);
}

}  // namespace dbdb::test
