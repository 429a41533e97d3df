/// Ownership of one open descriptor of the system.
///
/// Every descriptor of dbdb is closed on exec and is never 0, 1 or 2: a program that closed its
/// standard streams and then prints would write its text into the database.
#pragma once

#include <filesystem>
#include <sys/types.h>

namespace dbdb::io {

/// Closes its descriptor when it goes; may be empty.
class Descriptor {
public:
    Descriptor() = default;

    explicit Descriptor(int number) noexcept : number_(number) {}

    ~Descriptor() { close(); }

    Descriptor(Descriptor&& other) noexcept;
    Descriptor& operator=(Descriptor&& other) noexcept;

    int number() const noexcept { return number_; }

    explicit operator bool() const noexcept { return number_ >= 0; }

    /// Errors are ignored: whatever must last was synced before, the rest is nobody's.
    void close() noexcept;

private:
    int number_ = -1;
};

/// Opens `path`, relative to the directory `base` when it is given. Empty with the reason in errno
/// when the system refuses. `mode` counts only where `flags` create a file.
Descriptor open_descriptor(const std::filesystem::path& path, int flags, mode_t mode = 0);
Descriptor open_descriptor(const Descriptor& base,
                           const std::filesystem::path& path,
                           int flags,
                           mode_t mode = 0);

/// The same open file under a number that is no standard stream's. Empty with the reason in errno
/// when there is no number left; errno stays as it is when `descriptor` is empty.
Descriptor beyond_standard_streams(Descriptor descriptor);

/// Opens the very file that `descriptor` has open, whatever its name says by now, as an open file
/// of its own. Empty with the reason in errno; ENOENT where the system offers no /proc.
Descriptor reopen(const Descriptor& descriptor, int flags);

/// The name under which reopen() finds the file, for packages that open by name only.
std::filesystem::path reopen_path(const Descriptor& descriptor);

}  // namespace dbdb::io
