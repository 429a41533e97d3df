/// What a survey comes to, in words.
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "dbdb/compaction.hpp"
#include "dbdb/database.hpp"
#include "dbdb/survey.hpp"

namespace dbdb::tool {

/// Sentences, the most important first: what there is, what is garbage and what to do about it, how
/// the trees are; then what was not looked at, and what opening had to do.
std::vector<std::string> verdict(const Survey& survey,
                                 const std::optional<CompactReport>& gain,
                                 const Recovery& recovery);

/// How many entries all keyspaces have.
std::uint64_t all_entries(const Survey& survey);

/// The keyspace with the most leaves: the one whose tree is worth a look.
const KeyspaceSurvey& largest_tree(const Survey& survey);

}  // namespace dbdb::tool
