/// What the verbs that survey a file take and do alike.
#pragma once

#include <cstdint>
#include <optional>
#include <string>

#include "dbdb/compaction.hpp"
#include "dbdb/database.hpp"
#include "dbdb/survey.hpp"

#include "arguments.hpp"

namespace dbdb::tool {

/// What is known of a file.
struct Surveyed {
    Survey survey{};
    std::optional<CompactReport> gain{};  ///< Only where it can be counted and all is looked at.
    Recovery recovery{};
};

struct SurveyArguments {
    std::string path{};
    std::optional<std::uint64_t> leaves_max{};

    /// FILE and --leaves.
    void add_to(Arguments& arguments);

    /// Throws Failure and Error.
    Surveyed look(std::size_t bucket_count, std::uint64_t commits_max) const;
};

}  // namespace dbdb::tool
