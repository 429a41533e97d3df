#include "dbdb/history.hpp"

#include <algorithm>
#include <utility>

#include "database/history_search.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb {

using transaction::Hold;

History::History(Snapshot newest)
    : newest_(std::move(newest)), first_(Hold::version_of(newest_).position) {}

History History::from(CommitId id) const {
    History older = *this;
    const auto commit = database::commit_with_id(Hold::version_of(newest_), id);
    older.first_ = std::clamp(commit.position, last_, first_);
    return older;
}

History History::since(CommitId id) const {
    History younger = *this;
    const auto found = database::find_by_id(Hold::version_of(newest_), id);
    younger.last_ = std::clamp(found.version.position, last_, first_);
    return younger;
}

History History::since(std::chrono::system_clock::time_point time) const {
    History younger = *this;
    const auto found =
        database::find_by_time(Hold::version_of(newest_), transaction::nanoseconds_of(time));
    younger.last_ = std::clamp(found.version.position, last_, first_);
    return younger;
}

History History::skip(std::uint64_t count) const {
    History rest = *this;
    rest.first_ -= std::min(count, this->count());
    return rest;
}

History History::limit(std::uint64_t count) const {
    History first = *this;
    first.last_ = first_ - std::min(count, this->count());
    return first;
}

History::Iterator History::begin() const {
    if (empty()) return {newest_, 0};
    const auto found = database::find_by_position(Hold::version_of(newest_), first_);
    return {Hold::open(found.version), count()};
}

History::Iterator::Iterator(Snapshot commit, std::uint64_t remaining)
    : commit_(std::move(commit)), remaining_(remaining) {
    if (remaining_ != 0) info_ = commit_.info();
}

History::Iterator& History::Iterator::operator++() {
    if (--remaining_ == 0) return *this;
    const transaction::Version& version = Hold::version_of(commit_);
    commit_ = Hold::open(transaction::read_version(*version.source, version.previous));
    info_ = commit_.info();
    return *this;
}

}  // namespace dbdb
