/// A file that gets its name only when it is whole.
///
/// It is made under a random name beside the final one, opened in a way that follows no link and
/// takes over no file, and removed again unless it was published. A crash before that leaves a file
/// `<name>-new-<16 hexadecimal digits>`, which is nobody's.
#pragma once

#include <cstdint>
#include <filesystem>
#include <memory>
#include <string>

#include "dbdb/error.hpp"

#include "io/descriptor.hpp"
#include "io/local_file.hpp"

namespace dbdb::io {

class TemporaryFile {
public:
    /// For the file that is to be `final_path`. Throws Error{Errc::not_found} when its directory is
    /// missing, Error{Errc::invalid} for a path without a file name, else Error{Errc::io}.
    /// `permissions` are those of the new file, less what the umask takes.
    explicit TemporaryFile(std::filesystem::path final_path, std::uint32_t permissions = 0666);
    ~TemporaryFile();

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    /// Open for reading and writing, under the final name; without a path, as it has none yet.
    const std::shared_ptr<LocalFile>& file() const noexcept { return file_; }

    /// Syncs the file, gives it the final name unless that is taken, and makes the name durable.
    /// False when it is taken, which leaves that file as it is. Throws Error{Errc::io}; the name
    /// may then be there without being durable, but never for half a file.
    bool publish();

private:
    bool give_final_name();
    bool move_to_final_name();
    Error failure(const char* act) const;

    std::filesystem::path final_path_;
    std::string name_;
    Descriptor directory_;
    std::shared_ptr<LocalFile> file_;
};

}  // namespace dbdb::io
