/// The generations of a backup directory, as their files tell of themselves.
#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/backup_directory.hpp"

#include "format/generation_record.hpp"
#include "io/directory.hpp"

namespace dbdb::database {

struct Generation {
    BackupGeneration shown{};
    std::string name{};
    std::optional<format::GenerationRecord> record{};  ///< Empty when it cannot be read.
    std::uint64_t record_checksum = 0;

    bool is_sound() const { return shown.problem.empty(); }
};

/// By number. What is wrong with one, or with one that it needs, is in its `problem`; with
/// `reads_all` its bytes are held against their checksum. Throws Error{Errc::io} when the directory
/// cannot be read.
std::vector<Generation> generations_in(const io::Directory& directory, bool reads_all = false);

/// The checksum of the bytes of the database that the file holds.
std::uint64_t contents_of(const File& file, const format::GenerationRecord& record);

/// The newest one that is sound; null when there is none.
const Generation* newest_sound(const std::vector<Generation>& generations);

/// The one of that number; null when there is none. Of two a sound one.
const Generation* find_generation(const std::vector<Generation>& generations, GenerationId id);

}  // namespace dbdb::database
