/// Finding the newest commit of a file that is whole.
///
/// The newer superblock slot is taken when everything its commit appended verifies, and all commits
/// between it and the other slot; else the newest commit of that chain that does. A commit that is
/// noted as durable needs no such check, since it was on disk once: what is wrong with it now is
/// damage, and is reported, never rolled back. lib/DESIGN.md, "Recovery", has the proof.
#pragma once

#include <memory>

#include "transaction/found.hpp"

namespace dbdb::database {

using transaction::Found;
using transaction::Version;

/// The doors to one file.
struct Doors {
    std::shared_ptr<File> file;
    std::shared_ptr<io::LocalFile> local_file;  ///< The same, if it is one.
    std::shared_ptr<io::WriterLock> lock;       ///< Null for readers and where none is needed.
    tree::Source::Reading reading{};
};

/// A door to read the records of a file of `size` bytes by.
std::shared_ptr<const tree::Source> make_source(const Doors& doors,
                                                std::uint64_t size,
                                                format::FileId file_id);

/// For opening a file after whatever has happened to it. Writes nothing. Throws Error:
/// not_a_database, newer_format, corrupt, io.
Found recover(const Doors& doors);

/// For a process that has the file open and finds that another one may have written. What a slot
/// names that was written since has reached the system's cache whole, so no checksums are summed
/// up; a slot that stands there as it stood when the file was opened is trusted no more than it was
/// then. The source of `known` is used on when the file has only grown since.
Found look_again(const Doors& doors, const transaction::Known& known);

}  // namespace dbdb::database
