/// The rules of the house that a machine can check, as pure functions on the text of one file.
///
/// Every fault is one line, `lib/io/local_file.cpp:12: what is wrong`, so that an editor can jump
/// to it. No function reads a file: source_tree.hpp does.
#pragma once

#include <functional>
#include <optional>
#include <set>
#include <span>
#include <string>
#include <string_view>
#include <vector>

namespace dbdb::test {

/// A file of the project.
struct Source {
    std::string path;  ///< From the top level, with `/` between its parts.
    std::string text;
};

/// What the files are called that say how to build.
inline constexpr std::string_view build_file_name = "meson.build";

using Faults = std::vector<std::string>;

/// Includes that point upwards: from a layer of lib/ to itself or to layers below it only, from
/// include/ to include/ only. Other files may include what they like.
Faults include_faults(const Source& source);

/// Lines with tabs, with bytes other than printable ASCII, or over 100 columns.
Faults text_faults(const Source& source);

/// A header without `#pragma once`.
Faults header_faults(const Source& source);

/// The C++ files that meson.build files name in single quotes, as paths from the top level.
std::set<std::string> files_named_in(std::span<const Source> build_files);

/// A C++ file that is not among the `named` ones: it is never compiled and rots unseen.
Faults build_faults(const Source& source, const std::set<std::string>& named);

/// The text of the file at a path from the top level, empty for a folder, nothing for none.
using ReadFile = std::function<std::optional<std::string>(const std::string& path)>;

/// Links of a page of Markdown to files that are not there. Of files in tests/ also what is put in
/// quotation marks behind the link, such as the name of a test case, and is not in the file.
Faults page_faults(const Source& page, const ReadFile& read);

/// The packages that meson.build files cannot do without, as they name them to `dependency`.
std::set<std::string> packages_needed_by(std::span<const Source> build_files);

/// Packages that none of the `wraps` provides, and wraps that do not pin an archive by its hash.
Faults wrap_faults(std::span<const Source> wraps, const std::set<std::string>& packages);

/// Names that have no place at the top level, and places left empty. `ignore_rules` is the text of
/// the .gitignore there; only its rules for the top level itself matter.
Faults top_level_faults(std::span<const std::string> names, std::string_view ignore_rules);

}  // namespace dbdb::test
