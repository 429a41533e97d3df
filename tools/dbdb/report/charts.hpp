/// The drawings of a report: SVG that needs no script and grows with the window. Coordinates are in
/// hundredths of the drawing, so that letters keep their size.
#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <vector>

#include "dbdb/survey.hpp"

namespace dbdb::tool::report {

struct Column {
    std::string label{};  ///< Text.
    std::uint64_t value = 0;
    std::optional<std::uint64_t> ideal{};  ///< Drawn as an outline.
    std::string hint{};                    ///< Text.
};

enum class Scale { linear, logarithmic };

/// Columns side by side, with labels under some of them. `about` is text for those who cannot see.
std::string column_chart(const std::string& about,
                         std::span<const Column> columns,
                         Scale scale = Scale::linear);

/// What a part of a file is called, such as "older commits".
std::string kind_text(SpaceKind kind);

/// The file from its first byte to its last, each part with what it is.
std::string space_map(const Survey& survey);

/// One bar of `bytes`, as wide as their part of `whole`.
std::string space_bar(const SpaceBytes& bytes, std::uint64_t whole);

/// The kinds with their bytes.
std::string kind_table(const Survey& survey);

/// The file's length and what of it was live, from commit to commit, with bookmarks; then what each
/// commit appended.
std::string growth_chart(const Survey& survey);
std::string commit_chart(const Survey& survey);

/// Leaves by how many branches are above them, beside those of a perfect tree.
std::string depth_chart(const KeyspaceSurvey& keyspace);

std::string fill_chart(const Survey& survey);
std::string size_chart(const std::string& about, const SizeHistogram& sizes);

/// The keyspaces, each as large as its bytes.
std::string keyspace_map(const Survey& survey);
std::string keyspace_table(const Survey& survey);

}  // namespace dbdb::tool::report
