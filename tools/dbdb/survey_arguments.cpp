#include "survey_arguments.hpp"

#include "compaction_gain.hpp"
#include "open.hpp"

namespace dbdb::tool {

namespace {

/// These are read in seconds, and their mean is sure to less than a hundredth.
constexpr std::uint64_t default_leaves_max = 200'000;

}  // namespace

void SurveyArguments::add_to(Arguments& arguments) {
    arguments.required("FILE", path, "The database");
    arguments.number(
        "--leaves", "N", leaves_max, "Look at N leaves at most, evenly spread (200000)");
}

Surveyed SurveyArguments::look(std::size_t bucket_count, std::uint64_t commits_max) const {
    Database database = open_to_read(path);
    SurveyOptions options;
    options.leaves_max = leaves_max.value_or(default_leaves_max);
    options.bucket_count = bucket_count;
    options.commits_max = commits_max;
    Surveyed found{database.survey(options), std::nullopt, database.recovery()};
    const bool is_empty = found.survey.statistics.commit == 0;
    if (found.survey.is_exact && !is_empty) found.gain = counted_compaction(database);
    return found;
}

}  // namespace dbdb::tool
