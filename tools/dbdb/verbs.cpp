#include "verbs.hpp"

#include <algorithm>
#include <array>

#include "edit_distance.hpp"

namespace dbdb::tool {

namespace {

/// In the order of the help.
constexpr std::array verbs{
    &get_verb,     &set_verb,       &add_verb,      &append_verb,
    &delete_verb,  &scan_verb,      &count_verb,    &nth_verb,
    &rank_verb,    &load_verb,      &dump_verb,     &stats_verb,
    &verify_verb,  &salvage_verb,   &compact_verb,  &backup_verb,
    &backups_verb, &restore_verb,   &log_verb,      &diff_verb,
    &watch_verb,   &keyspaces_verb, &keyspace_verb, &bookmark_verb,
    &revert_verb,  &expire_verb,    &persist_verb,  &ttl_verb,
    &tags_verb,    &find_verb,      &sweep_verb,    &repair_indexes_verb,
    &space_verb,   &tree_verb,      &report_verb,   &shell_verb,
};

}  // namespace

std::span<const Verb* const> all_verbs() { return verbs; }

const Verb* verb_named(std::string_view name) {
    const auto found = std::ranges::find(verbs, name, &Verb::name);
    return found == verbs.end() ? nullptr : *found;
}

const Verb* nearest_verb(std::string_view name) {
    const auto distance = [name](const Verb* verb) { return edit_distance(name, verb->name); };
    const Verb* const nearest = *std::ranges::min_element(verbs, {}, distance);
    const std::size_t distance_max = std::max<std::size_t>(1, nearest->name.size() / 3);
    return distance(nearest) <= distance_max ? nearest : nullptr;
}

}  // namespace dbdb::tool
