#include "survey_json.hpp"

#include <cmath>
#include <string>

#include "statistics_figures.hpp"
#include "text/json_array.hpp"
#include "text/json_object.hpp"
#include "time_text.hpp"

namespace dbdb::tool {

namespace {

using text::JsonObject;

template <typename Counts>
void write_counts(const Counts& counts, const text::Write& write) {
    text::write_json_array(
        counts, write, [&](std::uint64_t count) { write(std::to_string(count)); });
}

void write_kinds(const SpaceBytes& bytes, const text::Write& write) {
    JsonObject object(write);
    for (std::size_t kind = 0; kind < space_kind_count; ++kind)
        object.number(space_kind_name(static_cast<SpaceKind>(kind)), bytes.bytes[kind]);
    object.end();
}

void write_space(const Survey& survey, JsonObject& object, const text::Write& write) {
    object.begin_field("bytes");
    write_kinds(survey.bytes, write);
    object.number("shared_bytes", survey.shared_bytes);
    object.number("catalog_bytes", survey.catalog_bytes);
    object.number("bucket_bytes", survey.bucket_bytes);
    object.begin_field("buckets");
    text::write_json_array(
        survey.buckets, write, [&](const SpaceBytes& bytes) { write_kinds(bytes, write); });
}

void write_keyspace(const KeyspaceSurvey& keyspace, const text::Write& write) {
    JsonObject object(write);
    object.bytes("keyspace", keyspace.name);
    object.number("entries", keyspace.entries);
    object.number("bytes", keyspace.bytes);
    object.number("height", keyspace.height);
    object.number("ideal_height", keyspace.ideal_height());
    object.number("leaves", keyspace.leaves.count);
    object.boolean("leaves_counted", keyspace.leaves.is_exact);
    object.number("leaf_fill_percent", fill_percent(keyspace.leaves));
    object.begin_field("leaves_by_depth");
    write_counts(keyspace.leaves_by_depth, write);
    object.end();
}

void write_sizes(const SizeHistogram& sizes, const text::Write& write) {
    JsonObject object(write);
    object.number("mean", static_cast<std::uint64_t>(std::llround(sizes.mean_bytes)));
    object.number("max", sizes.max_bytes);
    object.begin_field("counts");
    write_counts(sizes.counts, write);
    object.end();
}

void write_trees(const Survey& survey, JsonObject& object, const text::Write& write) {
    object.begin_field("keyspaces");
    text::write_json_array(survey.keyspaces, write, [&](const KeyspaceSurvey& keyspace) {
        write_keyspace(keyspace, write);
    });
    object.begin_field("leaf_fill");
    write_counts(survey.leaf_fill, write);
    object.begin_field("key_bytes");
    write_sizes(survey.key_bytes, write);
    object.begin_field("value_bytes");
    write_sizes(survey.value_bytes, write);
}

void write_commit(const CommitSurvey& commit, const text::Write& write) {
    JsonObject object(write);
    object.number("commit", commit.info.id);
    object.bytes("time", time_text(commit.info.time));
    object.bytes("message", commit.info.message);
    object.number("commits", commit.commits);
    object.number("appended_bytes", commit.appended_bytes);
    object.number("used_bytes", commit.used_bytes);
    object.number("live_bytes", commit.info.live_bytes);
    object.end();
}

void write_bookmark(const BookmarkInfo& bookmark, const text::Write& write) {
    JsonObject object(write);
    object.bytes("bookmark", bookmark.name);
    object.number("commit", bookmark.commit);
    object.end();
}

void write_history(const Survey& survey, JsonObject& object, const text::Write& write) {
    object.begin_field("commits");
    text::write_json_array(
        survey.commits, write, [&](const CommitSurvey& commit) { write_commit(commit, write); });
    object.boolean("all_commits", survey.has_all_commits);
    object.begin_field("bookmarks");
    text::write_json_array(survey.bookmarks, write, [&](const BookmarkInfo& bookmark) {
        write_bookmark(bookmark, write);
    });
}

void write_gain(const CompactReport& gain, JsonObject& object, const text::Write& write) {
    object.begin_field("compaction");
    JsonObject figures(write);
    figures.number("before_bytes", gain.before_bytes);
    figures.number("after_bytes", gain.after_bytes);
    figures.number("gained_bytes", gain.gained_bytes);
    figures.end();
}

}  // namespace

void write_json(const Survey& survey,
                const std::optional<CompactReport>& gain,
                const text::Write& write) {
    JsonObject object(write);
    object.begin_field("statistics");
    figures_of(survey.statistics).write_json(write);
    object.boolean("exact", survey.is_exact);
    object.number("leaves_seen", survey.leaves_seen);
    write_space(survey, object, write);
    write_trees(survey, object, write);
    write_history(survey, object, write);
    if (gain) write_gain(*gain, object, write);
    object.end();
}

}  // namespace dbdb::tool
