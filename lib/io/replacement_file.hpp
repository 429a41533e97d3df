/// A file that is made beside another one to take its name.
///
/// It has a random name until then, `<name>-compact-<16 hexadecimal digits>`, is opened in a way
/// that follows no link and takes over no file, and belongs to whom the original belongs, with the
/// same permissions, before anything is written to it. As long as its maker lives it is locked
/// (inode_lock.hpp): so a file of such a name that nobody has locked is what a crash has left.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "io/local_file.hpp"

namespace dbdb::io {

class ReplacementFile {
public:
    /// Made and locked in one go only as others see it: call it with the writer's turn, which
    /// whoever removes leftovers has, too. Throws Error{Errc::io} with the system's reason.
    explicit ReplacementFile(const LocalFile& original);

    /// Removes the file unless it has got the name.
    ~ReplacementFile();

    ReplacementFile(const ReplacementFile&) = delete;
    ReplacementFile& operator=(const ReplacementFile&) = delete;

    /// The new file, under the name of the original.
    const std::shared_ptr<LocalFile>& file() const noexcept { return file_; }

    /// Gives the synced file the name of the original, whose file loses it. Not durable before
    /// `sync_name`. Throws Error{Errc::io}; the names are then as they were.
    void take_name();

    /// Makes the name durable. Throws Error{Errc::io}; which file has it after a crash is unknown.
    void sync_name() const;

private:
    std::filesystem::path final_path_;
    std::string name_;  ///< Empty once the file has the name.
    Descriptor directory_;
    std::shared_ptr<LocalFile> file_;
};

/// Removes what was left beside `original` by replacements that a crash has cut off. Whether one is
/// under way, which is left alone. Only with the writer's turn. Throws Error{Errc::io} when the
/// directory cannot be read; a file that cannot be removed is left.
bool remove_leftovers(const LocalFile& original);

/// Bytes that can still be written beside `original`.
std::uint64_t free_bytes_beside(const LocalFile& original);

}  // namespace dbdb::io
