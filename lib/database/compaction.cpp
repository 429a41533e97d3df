#include "database/compaction.hpp"

#include <algorithm>
#include <optional>
#include <vector>

#include "dbdb/error.hpp"

#include "database/commit_copy.hpp"
#include "database/counting_file.hpp"
#include "database/held_turn.hpp"
#include "database/retention.hpp"
#include "database/successor.hpp"
#include "metrics/timing.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

namespace {

using transaction::Hold;

/// With so little left to carry over, writers may as well wait for it.
constexpr std::uint64_t catch_up_bytes = std::uint64_t{1} << 20;

/// Writers that are faster than the copy are not chased for ever.
constexpr unsigned catch_up_rounds = 12;

/// So often a compaction is begun anew for bookmarks of commits that it has left out.
constexpr unsigned attempts_max = 8;

/// A bookmark was set meanwhile on a commit that the copy has left out, which can only be mended by
/// beginning anew.
struct BookmarkMissed {};

class Compaction {
public:
    Compaction(World& world,
               const CompactOptions& options,
               const std::function<void(CompactStep)>& step,
               std::uint64_t writers_wait_bytes)
        : world_(world), options_(options), step_(step), writers_wait_bytes_(writers_wait_bytes) {
        if (writers_wait_bytes_ != UINT64_MAX)
            options_.progress = [this](const CompactProgress&) { return hold_writers_if_due(); };
    }

    /// The turn first. Whoever waits for the compaction does not wait until the old file is gone.
    ~Compaction() {
        turn_.reset();
        successor_.reset();
        for (std::shared_ptr<const tree::Source>& source : sources_)
            world_.let_go_of(std::move(source));
        world_.let_go_of(std::move(file_));
    }

    Compaction(const Compaction&) = delete;
    Compaction& operator=(const Compaction&) = delete;

    void run(CompactReport& report) {
        prepare();
        report.before_bytes = file_->size();
        Pace pace(pace_options_of(options_), expected_bytes());
        CommitCopy copy(target_, world_.database_id(), expected_bytes(), pace);
        copy_kept(copy);
        if (!options_.dry_run) {
            catch_up(copy);
            take_over(copy, pace);
        } else if (keeps_newest_only()) {
            copy.keep();
        }
        report.after_bytes = copy.tail();
        report.kept_commits = copy.kept_count();
        if (report.before_bytes > report.after_bytes) {
            report.gained_bytes = report.before_bytes - report.after_bytes;
        }
    }

private:
    bool keeps_newest_only() const { return database::keeps_newest_only(options_.keep); }

    /// Nothing is kept but what the newest commit needs, or at most all there is.
    std::uint64_t expected_bytes() const {
        const Version& newest = versions_.back();
        return versions_.size() == 1 ? newest.live_bytes + format::records_begin : newest.tail;
    }

    /// Nothing of the copy need be read back. Trees of keyspaces may be made from one another.
    static bool can_be_counted(const Version& newest, const Retention& keep) {
        return database::keeps_newest_only(keep) && newest.catalog.is_empty();
    }

    /// Writers that are faster than the copy would make the file grow without bound.
    bool hold_writers_if_due() {
        if (turn_ || file_->size() <= writers_wait_bytes_) return true;
        if (!successor_ || !successor_->has_name()) return true;
        turn_.emplace(world_, options_.stop);
        options_.bytes_per_second = 0;
        return true;
    }

    void tell(CompactStep step) const {
        if (step_) step_(step);
    }

    /// The new file is made with the turn: who removes leftovers has it as well.
    void prepare() {
        if (options_.dry_run) {
            const Snapshot now = world_.snapshot();
            if (can_be_counted(Hold::version_of(now), options_.keep)) {
                start_from(world_.published_file(), Hold::version_of(now));
                target_ = std::make_shared<CountingFile>(world_.name());
                return;
            }
        }
        const HeldTurn turn(world_, options_.stop);
        start_from(world_.published_file(), world_.newest());
        successor_.emplace(world_, expected_bytes(), step_);
        target_ = successor_->file();
        tell(CompactStep::created);
    }

    void start_from(std::shared_ptr<File> file, const Version& newest) {
        file_ = std::move(file);
        identity_ = newest.source->identity();
        identity_.reading.verify_checksums = true;
        map(newest.tail);
        if (newest.link.is_none()) {
            throw Error(Errc::invalid, world_.name() + ": is empty, there is nothing to compact");
        }
        versions_ = kept_versions(read(newest), options_.keep);
    }

    void map(std::uint64_t bytes) {
        sources_.push_back(
            std::make_shared<tree::Source>(file_->map(tree::window_for(bytes)), identity_));
    }

    /// The same version by a mapping that stays until the compaction ends.
    Version read(const Version& version) {
        if (version.tail > sources_.back()->window_bytes()) map(version.tail);
        sources_.back()->raise_limit(version.tail);
        return transaction::read_version(*sources_.back(), version.link);
    }

    void copy_kept(CommitCopy& copy) {
        carry_over(copy, versions_);
        tell(CompactStep::copied);
    }

    /// The newest one of `versions`, the last, may soon not be the newest any more.
    void carry_over(CommitCopy& copy, const std::vector<Version>& versions) {
        for (const Version& version : versions) {
            copy.go_to(version);
            if (!keeps_newest_only() || &version != &versions.back()) copy.keep();
        }
    }

    /// Carries over what was committed meanwhile, and brings it all to the disk, until little is
    /// left for the end.
    void catch_up(CommitCopy& copy) {
        bool is_synced = false;
        for (unsigned round = 0; round < catch_up_rounds; ++round) {
            const Snapshot now = world_.snapshot();
            const Version newest = read(Hold::version_of(now));
            const std::uint64_t left = newest.tail - std::min(newest.tail, versions_.back().tail);
            if (is_synced && left <= catch_up_bytes) break;
            go_on_to(copy, newest);
            copy.sync();
            is_synced = true;
        }
        tell(CompactStep::caught_up);
    }

    void go_on_to(CommitCopy& copy, const Version& newest) {
        const Version present = versions_.back();
        const auto versions = versions_since(present, newest, options_.keep);
        if (versions.empty()) return;
        if (keeps_newest_only() && bookmarked_commits(newest).contains(present.id())) copy.keep();
        carry_over(copy, versions);
        versions_.assign(1, newest);
    }

    static void require_bookmarked(const CommitCopy& copy, const Version& newest) {
        for (const CommitId id : bookmarked_commits(newest))
            if (!copy.has_kept(id)) throw BookmarkMissed{};
    }

    /// The order of these calls is the promise; lib/DESIGN.md, "Compaction", has the proof.
    void take_over(CommitCopy& copy, Pace& pace) {
        if (!turn_) turn_.emplace(world_, options_.stop);
        pace.hurry();
        successor_->require_same_place();
        world_.sync_all();
        go_on_to(copy, read(world_.newest()));
        require_bookmarked(copy, versions_.back());
        if (keeps_newest_only()) copy.keep();
        copy.finish();
        tell(CompactStep::synced);
        successor_->take_over();
    }

    World& world_;
    CompactOptions options_;
    const std::function<void(CompactStep)>& step_;
    const std::uint64_t writers_wait_bytes_;
    std::shared_ptr<File> file_;
    tree::Source::Identity identity_;
    std::vector<std::shared_ptr<const tree::Source>> sources_;
    std::vector<Version> versions_;       ///< To be kept, oldest first; then the newest one copied.
    std::optional<Successor> successor_;  ///< None when the new file is only counted.
    std::shared_ptr<File> target_;
    std::optional<HeldTurn> turn_;  ///< Once writers wait; the first to be given up.
};

}  // namespace

namespace {

CompactReport run_until_done(World& world,
                             const CompactOptions& options,
                             const std::function<void(CompactStep)>& step,
                             std::uint64_t writers_wait_bytes) {
    const auto began = std::chrono::steady_clock::now();
    CompactReport report;
    const auto is_done = [&] {
        try {
            Compaction(world, options, step, writers_wait_bytes).run(report);
        } catch (const Cancelled&) {
            report.is_cancelled = true;
        } catch (const BookmarkMissed&) {
            return false;
        }
        return true;
    };
    for (unsigned attempt = 1; !is_done(); ++attempt) {
        if (attempt < attempts_max) continue;
        throw Error(
            Errc::invalid,
            world.name() +
                ": bookmarks were set on commits that the compaction had left out; compact again");
    }
    report.seconds = std::chrono::steady_clock::now() - began;
    return report;
}

void tell_finished(const metrics::Observers& observers, const CompactReport& report) {
    const auto nanoseconds = std::chrono::duration_cast<std::chrono::nanoseconds>(report.seconds);
    observers.tell("compaction_finished",
                   Severity::info,
                   {{"before_bytes", report.before_bytes},
                    {"after_bytes", report.after_bytes},
                    {"kept_commits", report.kept_commits},
                    {"nanoseconds", static_cast<std::uint64_t>(nanoseconds.count())},
                    {"cancelled", report.is_cancelled}});
}

}  // namespace

CompactReport compact(World& world,
                      const CompactOptions& options,
                      const std::function<void(CompactStep)>& step,
                      std::uint64_t writers_wait_bytes) {
    const World::Compacting compacting(world);
    if (options.dry_run) return run_until_done(world, options, step, writers_wait_bytes);
    const metrics::Observers& observers = world.activity().observers();
    const metrics::LongTiming timing(world.activity(), Operation::compact);
    observers.tell(
        "compaction_started", Severity::info, {{"file_bytes", world.published_file()->size()}});
    try {
        const CompactReport report = run_until_done(world, options, step, writers_wait_bytes);
        tell_finished(observers, report);
        return report;
    } catch (const std::exception& error) {
        observers.tell(
            "compaction_failed", Severity::error, {{"error", std::string_view(error.what())}});
        throw;
    }
}

}  // namespace dbdb::database
