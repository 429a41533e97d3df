/// A File of the operating system.
///
/// The path is resolved once, when it is opened: a later change of directory or of a symbolic link
/// changes nothing. The open file stays what it is when its name is given to another file; compare
/// identity() with that of the path to notice.
#pragma once

#include <cstddef>
#include <cstdint>
#include <filesystem>
#include <memory>
#include <mutex>
#include <span>
#include <string>
#include <utility>

#include "dbdb/file.hpp"

#include "io/descriptor.hpp"
#include "io/identity.hpp"
#include "io/inode_lock.hpp"

namespace dbdb::io {

enum class OpenMode { read_only, read_write };

/// To whom a file belongs, by the numbers of the system.
struct FileOwner {
    std::uint32_t user = 0;
    std::uint32_t group = 0;
};

/// All functions may be called by any thread.
class LocalFile final : public File {
public:
    /// What a file is made of; `descriptor` is open on a regular file.
    struct Parts {
        Descriptor descriptor{};
        std::string name{};                     ///< For messages.
        std::filesystem::path resolved_path{};  ///< Empty for a file without a name.
        bool read_only = false;
        bool volatile_memory = false;  ///< There is no disk under it, so nothing to sync.
    };

    explicit LocalFile(Parts parts)
        : parts_(std::move(parts)), identity_(identity_of(parts_.descriptor, parts_.name)) {}

    const std::string& name() const noexcept override { return parts_.name; }

    std::uint64_t size() const override;
    void read_at(std::uint64_t offset, std::span<std::byte> target) const override;
    void write_at(std::uint64_t offset, std::span<const std::byte> source) override;
    void sync() override;
    void truncate(std::uint64_t bytes) override;
    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override;

    bool read_only() const noexcept override { return parts_.read_only; }

    /// Has the system copy `bytes` bytes of `source` from `offset` on to byte `place`, which some
    /// file systems do without moving any. How many it has copied, maybe fewer; 0 where it cannot
    /// or has failed: reading and writing them then tells why.
    std::uint64_t copy_from(const LocalFile& source,
                            std::uint64_t offset,
                            std::uint64_t bytes,
                            std::uint64_t place) noexcept;

    /// Of the open file, not of the path; it never changes.
    const FileIdentity& identity() const noexcept { return identity_; }

    /// Absolute, without symbolic links, as it was when the file was opened.
    const std::filesystem::path& resolved_path() const noexcept { return parts_.resolved_path; }

    /// How many names (hard links) the file has; 0 when it lost its last one.
    std::uint64_t link_count() const;

    /// Throws Error{Errc::unsupported} when it has several names; `consequence` says what would
    /// become of them, and what to do.
    void require_single_name(const std::string& consequence) const;

    /// Permission bits, for files made beside this one.
    std::uint32_t permissions() const;

    /// For files made beside this one, as permissions().
    FileOwner owner() const;

    /// The lock that is bound to the file itself; only WriterLock uses it. Lives as long as this.
    InodeLock& inode_lock();

private:
    void require_writable(const char* change) const;

    Parts parts_;
    FileIdentity identity_;
    std::mutex inode_lock_mutex_;
    std::unique_ptr<InodeLock> inode_lock_;
};

/// Opens an existing file; nothing is ever created or changed by it. Throws Errc::not_found when
/// there is none, Errc::invalid for an empty name, Errc::not_a_database for a directory, pipe or
/// device, Errc::read_only when a file system that cannot be written is asked for writing, and
/// Errc::io with the system's reason.
std::shared_ptr<LocalFile> open_local(const std::filesystem::path& path, OpenMode mode);

}  // namespace dbdb::io
