/// Which commits a file may hold after a power cut, and which it must.
#pragma once

#include <map>
#include <memory>
#include <string>
#include <vector>

#include "dbdb/options.hpp"

#include "operations.hpp"

namespace dbdb::test {

/// One commit as it was made. The message tells it from another one of the same id and contents.
struct Commit {
    Contents contents{};
    std::string message{};
    Operations operations{};  ///< What made it of the commit before.
};

/// What may reopen: one of `commits`, not older than `acknowledged`.
struct Expected {
    std::map<CommitId, std::shared_ptr<const Commit>> commits{{0, std::make_shared<Commit>()}};
    CommitId acknowledged = 0;
    bool is_created = true;  ///< If not, the file may also be none of ours.

    static Expected not_created() {
        Expected expected;
        expected.is_created = false;
        return expected;
    }

    /// Commits behind `id` are gone for good.
    void forget_after(CommitId id) { commits.erase(commits.upper_bound(id), commits.end()); }
};

/// How that changes from point to point of a disk's log.
class Timeline {
public:
    explicit Timeline(Expected before) : before_(std::move(before)) {}

    /// From `point` on the commit may be on disk.
    void may_commit(std::size_t point, CommitId id, Commit commit);

    /// From `point` on commits behind `id` can come back no more.
    void forget_after(std::size_t point, CommitId id);

    /// From `point` on somebody has been told that the commit is durable.
    void acknowledge(std::size_t point, CommitId id);

    /// From `point` on somebody has been told that the database is there.
    void create(std::size_t point);

    /// The state before the first event.
    const Expected& before() const { return before_; }

    /// Brings `expected`, which was at an earlier point or is `before`, to `point`. `next` counts
    /// the events that it has seen.
    void follow(Expected& expected, std::size_t& next, std::size_t point) const;

private:
    enum class Kind { may_commit, forget_after, acknowledge, create };

    struct Event {
        std::size_t point = 0;
        Kind kind = Kind::may_commit;
        CommitId id = 0;
        std::shared_ptr<const Commit> commit{};
    };

    Expected before_;
    std::vector<Event> events_;
};

}  // namespace dbdb::test
