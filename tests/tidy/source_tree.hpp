/// The files of the project as the rules want them.
#pragma once

#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "rules.hpp"

namespace dbdb::test {

/// All files that people write as code: C++, meson.build, files made from `.in`, and scripts
/// (whatever begins with `#!`), in the folders named, sorted by path. Throws std::runtime_error
/// when one cannot be read, so that nothing is passed over in silence.
std::vector<Source> sources_in(const std::vector<std::string>& folders);

/// The file at `path`, from the top level on.
Source read_source(const std::string& path);

/// The text of the file at `path`, empty for a folder, nothing where there is neither.
std::optional<std::string> text_at(const std::string& path);

/// What subprojects/ says of where packages come from.
std::vector<Source> wraps();

/// The names in the top folder, sorted.
std::vector<std::string> top_level_names();

}  // namespace dbdb::test
