#include "io/local_file.hpp"

#include <fcntl.h>
#include <sys/stat.h>
#include <unistd.h>

#include "io/failure.hpp"
#include "io/mapping.hpp"
#include "io/status.hpp"
#include "io/transfer.hpp"

namespace dbdb::io {

namespace {

/// Calls until no signal interrupts; 0 is success. An interrupted sync has reported no lost write,
/// so to call it again is not the retry that would forget one.
template <typename Call>
bool succeeds(Call call) {
    int result = -1;
    do {
        result = call();
    } while (result != 0 && errno == EINTR);
    return result == 0;
}

}  // namespace

std::uint64_t LocalFile::size() const { return status_of(parts_.descriptor, parts_.name).bytes; }

void LocalFile::read_at(std::uint64_t offset, std::span<std::byte> target) const {
    read_fully(parts_.descriptor, parts_.name, offset, target);
}

void LocalFile::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    require_writable("write");
    write_fully(parts_.descriptor, parts_.name, offset, source);
}

std::uint64_t LocalFile::copy_from(const LocalFile& source,
                                   std::uint64_t offset,
                                   std::uint64_t bytes,
                                   std::uint64_t place) noexcept {
    if (parts_.read_only || !addressable(offset, bytes) || !addressable(place, bytes)) return 0;
    auto from = static_cast<off64_t>(offset);
    auto to = static_cast<off64_t>(place);
    ssize_t copied = -1;
    do {
        copied = ::copy_file_range(
            source.parts_.descriptor.number(), &from, parts_.descriptor.number(), &to, bytes, 0);
    } while (copied < 0 && errno == EINTR);
    return copied < 0 ? 0 : static_cast<std::uint64_t>(copied);
}

void LocalFile::sync() {
    if (parts_.volatile_memory) return;
    if (!succeeds([&] { return ::fdatasync(parts_.descriptor.number()); }))
        throw io_error(parts_.name + ": sync");
}

void LocalFile::truncate(std::uint64_t bytes) {
    require_writable("truncate");
    const std::string text = parts_.name + ": change of length to " + std::to_string(bytes);
    if (!addressable(bytes, 0)) throw Error(Errc::too_large, text);
    const auto length = static_cast<off_t>(bytes);
    if (!succeeds([&] { return ::ftruncate(parts_.descriptor.number(), length); }))
        throw io_error(text);
}

std::shared_ptr<const Mapping> LocalFile::map(std::uint64_t bytes) const {
    return map_descriptor(parts_.descriptor, parts_.name, bytes);
}

std::uint64_t LocalFile::link_count() const {
    return status_of(parts_.descriptor, parts_.name).link_count;
}

void LocalFile::require_single_name(const std::string& consequence) const {
    const std::uint64_t count = link_count();
    if (count <= 1) return;
    throw Error(
        Errc::unsupported,
        parts_.name + ": has " + std::to_string(count) + " names (hard links), " + consequence);
}

std::uint32_t LocalFile::permissions() const {
    return status_of(parts_.descriptor, parts_.name).mode & (S_IRWXU | S_IRWXG | S_IRWXO);
}

FileOwner LocalFile::owner() const {
    const FileStatus status = status_of(parts_.descriptor, parts_.name);
    return {status.user, status.group};
}

InodeLock& LocalFile::inode_lock() {
    const std::lock_guard guard(inode_lock_mutex_);
    if (!inode_lock_)
        inode_lock_ =
            std::make_unique<InodeLock>(parts_.descriptor, parts_.resolved_path, parts_.name);
    return *inode_lock_;
}

void LocalFile::require_writable(const char* change) const {
    if (parts_.read_only) throw Error(Errc::read_only, parts_.name + ": " + change);
}

}  // namespace dbdb::io
