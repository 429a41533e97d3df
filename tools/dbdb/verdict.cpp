#include "verdict.hpp"

#include <algorithm>

#include "number_text.hpp"
#include "size_text.hpp"
#include "statistics_figures.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

std::string contents(const Survey& survey) {
    std::string text = counted_grouped(all_entries(survey), "entry", "entries");
    const std::size_t named = survey.keyspaces.size() - 1;
    if (named > 0) text += " in the default keyspace and " + counted_grouped(named, "other");
    return text + ": " + size_text(survey.statistics.live_bytes) + " live in a file of " +
           size_text(survey.statistics.file_bytes) + ".";
}

std::string gain_text(const Survey& survey, const std::optional<CompactReport>& gain) {
    const Statistics& now = survey.statistics;
    if (gain) {
        return "Compacted, the file would have " + size_text(gain->after_bytes) + ", " +
               size_text(gain->gained_bytes) + " less.";
    }
    const std::uint64_t least = now.file_bytes - std::min(now.file_bytes, now.live_bytes);
    return "A compaction would gain about " + size_text(least) +
           "; dbdb compact --dry-run tells exactly.";
}

std::string garbage(const Survey& survey, const std::optional<CompactReport>& gain) {
    const Statistics& now = survey.statistics;
    const std::string part = percent_text(now.garbage_bytes, now.used_bytes);
    const double ratio =
        static_cast<double>(now.garbage_bytes) / static_cast<double>(now.used_bytes);
    const std::string is_due =
        ratio > AutomaticCompaction{}.garbage_ratio
            ? " It is time for dbdb compact, unless older commits are needed."
            : " There is no need to compact it.";
    return part + " of what was written is garbage, " + size_text(now.garbage_bytes) + ". " +
           gain_text(survey, gain) + is_due;
}

std::string shape(const Survey& survey) {
    const KeyspaceSurvey& tree = largest_tree(survey);
    const std::string name =
        tree.name.empty() ? "The tree" : "The largest tree, of " + text::quoted(tree.name) + ",";
    const std::uint64_t fill = fill_percent(tree.leaves);
    if (tree.height == 0) return name + " is one leaf, " + std::to_string(fill) + " % full.";
    return name + " has " + counted_grouped(tree.leaves.count, "leaf", "leaves") + ", " +
           std::to_string(fill) + " % full, below at most " +
           counted_grouped(tree.height, "branch", "branches") + "; " +
           std::to_string(tree.ideal_height()) + " would be the least.";
}

std::string sampling(const Survey& survey) {
    return "Only " + counted_grouped(survey.leaves_seen, "leaf was", "leaves were") +
           " looked at, spread evenly, so parts by kind and place, leaves and sizes are estimates; "
           "totals are exact.";
}

}  // namespace

std::uint64_t all_entries(const Survey& survey) {
    std::uint64_t entries = 0;
    for (const KeyspaceSurvey& keyspace : survey.keyspaces)
        entries += keyspace.entries;
    return entries;
}

const KeyspaceSurvey& largest_tree(const Survey& survey) {
    return *std::ranges::max_element(
        survey.keyspaces, {}, [](const KeyspaceSurvey& one) { return one.leaves.count; });
}

std::vector<std::string> verdict(const Survey& survey,
                                 const std::optional<CompactReport>& gain,
                                 const Recovery& recovery) {
    std::vector<std::string> sentences{contents(survey), garbage(survey, gain)};
    if (all_entries(survey) > 0) sentences.push_back(shape(survey));
    if (!survey.is_exact) sentences.push_back(sampling(survey));
    if (recovery.fell_back)
        sentences.push_back("Commit " + std::to_string(recovery.newest_named) +
                            " was named but not whole: " + text::escaped(recovery.reason));
    return sentences;
}

}  // namespace dbdb::tool
