/// A directory that files of known names are kept in.
///
/// It is opened once, and everything happens in the directory that was found then. Links in it are
/// not followed, as whoever may write there could have laid them.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "io/descriptor.hpp"
#include "io/local_file.hpp"

namespace dbdb::io {

/// The names in an open directory, without order; `name` is for the Error{Errc::io}.
std::vector<std::string> names_in(const Descriptor& directory, const std::filesystem::path& name);

class Directory {
public:
    /// Throws Error{Errc::not_found} when there is no such directory, else Error{Errc::io}.
    explicit Directory(std::filesystem::path path);

    /// As it was given.
    const std::filesystem::path& path() const noexcept { return path_; }

    std::vector<std::string> names() const { return names_in(descriptor_, path_); }

    /// Opens a regular file; null when there is none of that name. Throws Error{Errc::io} with the
    /// system's reason, also for a symbolic link; Error{Errc::invalid} for what is no regular file.
    std::shared_ptr<LocalFile> open(const std::string& name) const;

    /// The same for writing; made for its owner alone where it is missing.
    std::shared_ptr<LocalFile> open_or_create(const std::string& name) const;

    /// Removes the name; not durable before `sync`. Throws Error{Errc::io}.
    void remove(const std::string& name) const;

    /// Makes names durable. Throws Error{Errc::io}.
    void sync() const;

private:
    std::shared_ptr<LocalFile> file_of(Descriptor opened,
                                       const std::string& name,
                                       bool read_only) const;

    std::filesystem::path path_;
    Descriptor descriptor_;
};

}  // namespace dbdb::io
