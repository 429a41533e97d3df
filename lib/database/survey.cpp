#include "dbdb/survey.hpp"

#include <algorithm>
#include <bit>
#include <numeric>

#include "dbdb/database.hpp"

#include "database/history_search.hpp"
#include "database/statistics.hpp"
#include "database/store.hpp"
#include "database/survey_walk.hpp"
#include "keyspace/catalog.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb {

namespace {

using database::SpaceMap;
using database::SurveyWalk;
using format::KeyspaceRecord;
using format::Root;
using transaction::Version;

constexpr std::array<std::string_view, space_kind_count> kind_names{
    "fixed", "branch", "leaf", "blob", "commit", "older_commits", "garbage", "prepared"};

/// Between how many entries to look at one: 1, at all of them, when there are no more leaves than
/// wanted. A leaf has an entry, and most are not lighter than the least weight of one.
std::uint64_t stride_for(const Version& version, std::uint64_t leaves_max) {
    const keyspace::Trees trees = version.trees();
    std::uint64_t entries = trees.main.count + trees.catalog.count;
    keyspace::each_tree(
        *version.source, version.catalog, [&](const Root& root) { entries += root.count; });
    const std::uint64_t leaves = std::min(entries, version.live_bytes / format::leaf_weight_min);
    if (leaves <= leaves_max) return 1;
    return std::max<std::uint64_t>(entries / std::max<std::uint64_t>(leaves_max, 1), 1);
}

class Surveyor {
public:
    Surveyor(const Version& version, const SurveyOptions& options, Survey& survey)
        : version_(version),
          options_(options),
          survey_(survey),
          map_(survey.statistics.file_bytes, version.tail, options.bucket_count),
          walk_(*version.source, stride_for(version, options.leaves_max), map_) {}

    void run() {
        map_.add(SpaceKind::fixed, 0, format::records_begin, 1);
        add_keyspaces();
        walk_.describe(survey_);
        const std::uint64_t trees = version_.live_bytes - std::min(version_.live_bytes, record());
        if (!survey_.is_exact) map_.scale_trees(static_cast<double>(trees) - walk_.shared_bytes());
        add_commits();
        map_.describe(survey_);
    }

private:
    std::uint64_t record() const { return record_bytes(version_); }

    static std::uint64_t record_bytes(const Version& version) {
        return version.link.is_none() ? 0 : version.tail - to_offset(version.link.address);
    }

    void add_keyspaces() {
        const auto main = keyspace::find_keyspace(*version_.source, version_.catalog, "");
        KeyspaceRecord record = main.value_or(KeyspaceRecord{});
        record.entries = version_.main;
        add_keyspace("", record);
        keyspace::each_keyspace(*version_.source,
                                version_.catalog,
                                [this](std::string_view name, const KeyspaceRecord& named) {
                                    if (!name.empty()) add_keyspace(name, named);
                                });
        survey_.catalog_bytes = version_.catalog.bytes;
        walk_.add(version_.catalog);
        survey_.statistics.leaves = survey_.keyspaces.front().leaves;
    }

    void add_keyspace(std::string_view name, const KeyspaceRecord& record) {
        KeyspaceSurvey& keyspace = survey_.keyspaces.emplace_back();
        keyspace.name = name;
        keyspace.entries = record.entries.count;
        keyspace.bytes = record.bytes();
        keyspace.height = record.entries.height();
        walk_.add_entries(record.entries, keyspace);
        walk_.add(record.deadlines);
        walk_.add(record.tags);
    }

    /// At positions spread evenly, from the newest back.
    void add_commits() {
        const std::uint64_t count = version_.position;
        const std::uint64_t named =
            std::min(count, std::max<std::uint64_t>(options_.commits_max, 1));
        survey_.has_all_commits = named == count;
        Version version = version_;
        for (std::uint64_t rest = named; rest > 0; --rest) {
            const std::uint64_t before = position_of(rest - 1, named, count);
            const Version older = database::find_by_position(version, before).version;
            add_commit(version, older);
            version = older;
        }
        std::ranges::reverse(survey_.commits);
    }

    /// Of the commit `index`, from 0 on, of `named` among `count`; without a product that
    /// overflows.
    static std::uint64_t position_of(std::uint64_t index,
                                     std::uint64_t named,
                                     std::uint64_t count) {
        return index * (count / named) + index * (count % named) / named;
    }

    void add_commit(const Version& version, const Version& older) {
        const std::uint64_t commits = version.position - older.position;
        const std::uint64_t appended = version.tail - std::min(version.tail, older.tail);
        survey_.commits.push_back(
            {transaction::describe(version), version.position, commits, appended, version.tail});
        const bool is_newest = survey_.commits.size() == 1;
        const std::uint64_t offset = to_offset(version.link.address);
        if (is_newest) map_.add(SpaceKind::commit, offset, record_bytes(version), 1);
        const std::uint64_t others = commits - (is_newest ? 1 : 0);
        if (others > 0)
            map_.add(SpaceKind::older_commits,
                     offset,
                     record_bytes(version),
                     static_cast<double>(others));
    }

    const Version& version_;
    const SurveyOptions& options_;
    Survey& survey_;
    SpaceMap map_;
    SurveyWalk walk_;
};

}  // namespace

std::string_view space_kind_name(SpaceKind kind) noexcept {
    return kind_names[static_cast<std::size_t>(kind)];
}

std::uint64_t SpaceBytes::sum() const noexcept {
    return std::accumulate(bytes.begin(), bytes.end(), std::uint64_t{0});
}

unsigned KeyspaceSurvey::ideal_height() const noexcept {
    return leaves.count < 2 ? 0 : static_cast<unsigned>(std::bit_width(leaves.count - 1));
}

Survey Database::survey(const SurveyOptions& options) const {
    Survey survey;
    survey.statistics = database::statistics_of(*store().world());
    const Snapshot now = snapshot();
    const Version& version = transaction::Hold::version_of(now);
    database::add_commit(version, survey.statistics);
    survey.bookmarks = now.bookmarks();
    Surveyor(version, options, survey).run();
    return survey;
}

}  // namespace dbdb
