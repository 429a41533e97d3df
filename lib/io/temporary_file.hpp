/// A file that gets its name only when it is whole.
///
/// It is made under a random name beside the final one, opened in a way that follows no link and
/// takes over no file, and removed again unless it was published. A crash before that leaves a file
/// `<name>-new-<16 hexadecimal digits>`, which is nobody's.
#pragma once

#include <filesystem>
#include <string>

#include "dbdb/error.hpp"

#include "io/descriptor.hpp"

namespace dbdb::io {

class TemporaryFile {
public:
    /// For the file that is to be `final_path`. Throws Error{Errc::not_found} when its directory is
    /// missing, Error{Errc::invalid} for a path without a file name, else Error{Errc::io}.
    explicit TemporaryFile(std::filesystem::path final_path);
    ~TemporaryFile();

    TemporaryFile(const TemporaryFile&) = delete;
    TemporaryFile& operator=(const TemporaryFile&) = delete;

    /// Open for reading and writing.
    const Descriptor& descriptor() const noexcept { return descriptor_; }

    /// Syncs the file, gives it the final name unless that is taken, and makes the name durable.
    /// False when it is taken, which leaves that file as it is. Throws Error{Errc::io}; the name
    /// may then be there without being durable, but never for half a file.
    bool publish();

private:
    bool give_final_name();
    bool move_to_final_name();
    void sync_contents() const;
    Error failure(const char* act) const;

    std::filesystem::path final_path_;
    std::string name_;
    Descriptor directory_;
    Descriptor descriptor_;
};

}  // namespace dbdb::io
