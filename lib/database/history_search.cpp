#include "database/history_search.hpp"

#include <chrono>
#include <cstdio>
#include <string>

#include "dbdb/error.hpp"

#include "format/jump_target.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

using format::CommitLink;

namespace {

/// Goes back from `newest` to the first commit that `passes`, as do all before it.
template <typename Passes>
class Search {
public:
    Search(const Version& newest, Passes passes) : version_(newest), passes_(passes) {}

    CommitFound run() {
        if (does_pass(version_)) return {version_, std::nullopt, 0};
        for (;;) {
            if (const auto before = jump_or_step()) return {*before, version_, records_read_};
        }
    }

private:
    /// Commit 0 is before everything.
    bool does_pass(const Version& version) const {
        return version.link.is_none() || passes_(version);
    }

    /// Goes back as far as that does not lead past the commit that is sought, or gives it.
    std::optional<Version> jump_or_step() {
        if (!passing_ || format::jump_target(version_.position) > passing_->position) {
            const Version far = read(version_.jump);
            if (!does_pass(far)) {
                version_ = far;
                return std::nullopt;
            }
            passing_ = far;
        }
        const bool is_known = passing_->link == version_.previous;
        const Version near = is_known ? *passing_ : read(version_.previous);
        if (does_pass(near)) return near;
        version_ = near;
        return std::nullopt;
    }

    Version read(const CommitLink& link) {
        if (!link.is_none()) ++records_read_;
        return transaction::read_version(*version_.source, link);
    }

    Version version_;  ///< Does not pass.
    Passes passes_;
    std::optional<Version> passing_;  ///< The newest commit that is known to pass.
    unsigned records_read_ = 0;
};

/// Such as 2026-01-31T12:00:00Z.
std::string text_of(std::int64_t time_ns) {
    using namespace std::chrono;
    const sys_seconds time(floor<seconds>(nanoseconds(time_ns)));
    const auto day = floor<days>(time);
    const year_month_day date(day);
    const hh_mm_ss clock(time - day);
    char text[64];
    std::snprintf(text,
                  sizeof text,
                  "%04d-%02u-%02uT%02d:%02d:%02dZ",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()),
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()));
    return text;
}

/// What the file holds instead of a commit that is not found.
std::string kept_in(const Version& newest, const std::string& more) {
    if (newest.link.is_none()) return " (there are none yet)";
    const Version oldest = find_by_position(newest, 1).version;
    return " (there are " + std::to_string(newest.position) + ", from " +
           std::to_string(oldest.id()) + " to " + std::to_string(newest.id()) + more + ")";
}

}  // namespace

CommitFound find_by_id(const Version& newest, CommitId id_max) {
    return Search(newest, [=](const Version& version) { return version.id() <= id_max; }).run();
}

CommitFound find_by_time(const Version& newest, std::int64_t time_ns_max) {
    return Search(newest, [=](const Version& version) { return version.time_ns <= time_ns_max; })
        .run();
}

CommitFound find_by_position(const Version& newest, std::uint64_t position_max) {
    return Search(newest, [=](const Version& version) { return version.position <= position_max; })
        .run();
}

Version commit_with_id(const Version& newest, CommitId id) {
    const CommitFound found = find_by_id(newest, id);
    if (found.version.id() == id) return found.version;
    const bool is_in_gap = found.next && !found.version.link.is_none();
    const std::string neighbours = ", beside it " + std::to_string(found.version.id()) + " and " +
                                   std::to_string(found.next ? found.next->id() : 0);
    throw Error(Errc::not_found,
                newest.source->identity().name + ": commit " + std::to_string(id) +
                    kept_in(newest, is_in_gap ? neighbours : ""));
}

Version commit_at_time(const Version& newest, std::int64_t time_ns) {
    const CommitFound found = find_by_time(newest, time_ns);
    if (!found.version.link.is_none()) return found.version;
    const std::string first = found.next ? ", the first of " + text_of(found.next->time_ns) : "";
    throw Error(Errc::not_found,
                newest.source->identity().name + ": commit at or before " + text_of(time_ns) +
                    kept_in(newest, first));
}

}  // namespace dbdb::database
