/// How a file was found when it was opened, or looked at again.
#pragma once

#include <functional>
#include <memory>

#include "dbdb/database.hpp"

#include "io/local_file.hpp"
#include "io/writer_lock.hpp"
#include "transaction/slots.hpp"
#include "tree/source.hpp"

namespace dbdb::transaction {

struct Found {
    std::shared_ptr<File> file;
    std::shared_ptr<io::LocalFile> local_file;  ///< The same, if it is one; else null.
    std::shared_ptr<io::WriterLock> lock;       ///< Null where nobody else can write.
    format::DatabaseId database_id{};
    format::FileId file_id{};
    std::shared_ptr<const tree::Source> source;
    Version version;                       ///< The newest one that is whole.
    Version in_turn;                       ///< What the slots in turn gave: that or an older one.
    SlotFingerprints slot_fingerprints{};  ///< Of the slots that told so.
    unsigned durable_slot = 0;             ///< The slot whose commit is surely on disk.
    bool is_durable = false;               ///< `version` is surely on disk.
    bool was_promised = false;             ///< If not: somebody may have been told that it is.
    bool is_unsynced_slot_void = false;    ///< It names a commit that is lost, or is torn.
    bool are_twins = false;        ///< Both slots in turn name the same commit; which on disk?
    bool is_unsettled = false;     ///< A slot names, or may name, a commit that was not taken.
    bool has_moving_mark = false;  ///< Left by a compaction that came to nothing.
    std::uint64_t durable_tail = format::records_begin;  ///< Up to here the file surely is.
    Recovery recovery;
};

/// What a process that looks at its file again has known of it.
struct Known {
    Version version;
    std::shared_ptr<const tree::Source> source;  ///< By which `version` was read.
    CommitId whole_id = 0;                       ///< No commit up to this one is torn.
    SlotFingerprints slot_fingerprints{};        ///< Of the slots when that was known.
};

/// Looks at what the name leads to now, after another process has written: at `file`, or at one
/// that has taken its name. The mapping that is known can be used on where the file only grew.
/// Throws when the name leads to no file of the same database.
using Look = std::function<Found(const std::shared_ptr<io::LocalFile>& file, const Known& known)>;

/// The library never shortens a file. Behind an end that somebody else has made there is nothing to
/// read, and touching it through the mapping ends the process.
bool is_cut_off(const File& file, const Version& version);

/// Throws Error{Errc::corrupt}.
[[noreturn]] void throw_cut_off(const File& file, const Version& version);

}  // namespace dbdb::transaction
