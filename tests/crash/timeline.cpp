#include "timeline.hpp"

#include <algorithm>

namespace dbdb::test {

void Timeline::may_commit(std::size_t point, CommitId id, Commit commit) {
    events_.push_back(
        {point, Kind::may_commit, id, std::make_shared<const Commit>(std::move(commit))});
}

void Timeline::forget_after(std::size_t point, CommitId id) {
    events_.push_back({point, Kind::forget_after, id});
}

void Timeline::acknowledge(std::size_t point, CommitId id) {
    events_.push_back({point, Kind::acknowledge, id});
}

void Timeline::create(std::size_t point) { events_.push_back({point, Kind::create}); }

void Timeline::follow(Expected& expected, std::size_t& next, std::size_t point) const {
    for (; next < events_.size() && events_[next].point <= point; ++next) {
        const Event& event = events_[next];
        switch (event.kind) {
            case Kind::may_commit:
                expected.commits.insert_or_assign(event.id, event.commit);
                break;
            case Kind::forget_after:
                expected.forget_after(event.id);
                break;
            case Kind::acknowledge:
                expected.acknowledged = std::max(expected.acknowledged, event.id);
                break;
            case Kind::create:
                expected.is_created = true;
        }
    }
}

}  // namespace dbdb::test
