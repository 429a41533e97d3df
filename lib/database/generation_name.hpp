/// The names of files in a backup directory. They are made from numbers, never from input.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "dbdb/backup_directory.hpp"

namespace dbdb::database {

/// The file that is locked by whoever changes the directory. Never removed.
inline constexpr const char* generations_lock_name = "generations-lock";

struct GenerationName {
    GenerationId id = 0;
    bool is_full = false;
};

std::string text_of(const GenerationName& name);

/// What text_of() gave for it; empty for any other file.
std::optional<GenerationName> generation_name(std::string_view text);

/// Whether a backup that a crash has cut off has left a file of this name.
bool is_generation_leftover(std::string_view text);

}  // namespace dbdb::database
