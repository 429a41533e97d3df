#include "database/history_search.hpp"

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

/// "1 to 17", or what else the file holds.
std::string kept_in(const Version& newest) {
    if (newest.link.is_none()) return "there are no commits yet";
    const CommitId oldest = find_by_position(newest, 1).version.id();
    return "kept are " + std::to_string(newest.position) + ", from " + std::to_string(oldest) +
           " to " + std::to_string(newest.id());
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
    std::string text =
        newest.source->identity().name + ": commit " + std::to_string(id) + "; " + kept_in(newest);
    if (found.next && !found.version.link.is_none()) {
        text += ", next to it " + std::to_string(found.version.id()) + " and " +
                std::to_string(found.next->id());
    }
    throw Error(Errc::not_found, text);
}

Version commit_at_time(const Version& newest, std::int64_t time_ns) {
    const CommitFound found = find_by_time(newest, time_ns);
    if (!found.version.link.is_none()) return found.version;
    throw Error(
        Errc::not_found,
        newest.source->identity().name + ": commit at or before " +
            std::to_string(time_ns / 1'000'000'000) + " s since 1970; " + kept_in(newest) +
            (found.next ? ", the first made " +
                              std::to_string(found.next->time_ns / 1'000'000'000) + " s since 1970"
                        : ""));
}

}  // namespace dbdb::database
