#include "harness.hpp"

#include <algorithm>
#include <csignal>
#include <deque>
#include <memory>
#include <utility>

#include "reference.hpp"

namespace dbdb::bench {

namespace {

volatile std::sig_atomic_t is_interrupted = 0;

/// A store with its two places: one that is only read, and one for each row to change.
struct Contender {
    Contender(const StoreKind& kind, const Home& home)
        : loaded(kind, home_of(home, std::string(kind.name) + "-loaded")),
          fresh(kind, home_of(home, std::string(kind.name) + "-fresh")) {}

    static Home home_of(Home home, const std::string& name) {
        home.directory /= name;
        return home;
    }

    Place loaded;
    Place fresh;
};

/// The data of one shape, and the stores that were loaded with it. Only one is there at a time.
class Stage {
public:
    Stage(const Plan& plan, const Shape& shape) : work_(plan.entries, shape) {
        Home home{plan.directory};
        home.cache_bytes = std::max(home.cache_bytes, 4 * work_.user_bytes());
        for (const StoreKind& kind : plan.stores)
            contenders_.emplace_back(kind, home);
    }

    ~Stage() { remove_loaded(); }

    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    const Work& work() const { return work_; }

    std::deque<Contender>& contenders() { return contenders_; }

    Place& prepare(Contender& contender, Fixture fixture) {
        if (fixture == Fixture::shared_loaded) {
            if (contender.loaded.kind().only_commits) throw Unsupported();
            if (!contender.loaded.is_open()) contender.loaded.make_loaded(work_.entries);
            return contender.loaded;
        }
        if (fixture == Fixture::fresh_loaded)
            contender.fresh.make_loaded(work_.entries);
        else
            contender.fresh.make_empty();
        return contender.fresh;
    }

    /// Makes room on the disk and in memory when no more rows only read.
    void remove_loaded() {
        for (Contender& contender : contenders_)
            contender.loaded.remove();
    }

private:
    Work work_;
    std::deque<Contender> contenders_{};
};

/// Adds what `make_pass` gives to `series`, or why it gives nothing.
template <typename Function>
void add_pass(Series& series, Function&& make_pass) {
    if (is_interrupted != 0) throw Interrupted();
    if (!series.failure.empty()) return;
    try {
        series.passes.push_back(make_pass());
    } catch (const std::exception& error) {
        series.passes.clear();
        series.failure = error.what();
        series.unsupported = dynamic_cast<const Unsupported*>(&error) != nullptr;
    }
}

class RowRun {
public:
    RowRun(const Plan& plan, Stage& stage, const Row& row)
        : plan_(plan), stage_(stage), contenders_(stage.contenders()) {
        result_.row = row;
        for (const StoreKind& kind : plan.stores)
            result_.series.push_back({row.name, kind.name});
        if (row.reference != Reference::none) result_.series.push_back({row.name, "(bare file)"});
        if (row.reference == Reference::synced_appends)
            result_.series.push_back({row.name, "(bare file, ahead)"});
    }

    RowResult all_rounds() {
        for (unsigned round = 0; round < plan_.rounds; ++round)
            run_round(round);
        for (Contender& contender : contenders_)
            contender.fresh.remove();
        return std::move(result_);
    }

private:
    /// Each round begins with another store, so that none always comes after the same one.
    void run_round(unsigned round) {
        const std::size_t count = contenders_.size();
        for (std::size_t turn = 0; turn < count; ++turn) {
            const std::size_t index = (round + turn) % count;
            add_pass(result_.series[index], [&] { return run_pass(contenders_[index], round); });
        }
        if (result_.row.reference == Reference::appends) run_reference(count, Appending::unsynced);
        if (result_.row.reference == Reference::synced_appends) {
            run_reference(count, Appending::grown);
            run_reference(count + 1, Appending::ahead);
        }
    }

    /// A store that stays open may work on in the background, on the time of the next one; so what
    /// no other row needs is removed, also when the pass fails.
    Pass run_pass(Contender& contender, unsigned round) {
        const auto remove = [&](Place* place) { place->remove(); };
        const std::unique_ptr<Place, decltype(remove)> removed(&contender.fresh, remove);
        Place& place = stage_.prepare(contender, result_.row.fixture);
        Pass pass = result_.row.run(stage_.work(), place, round);
        pass.figures.memory_bytes =
            static_cast<double>(place.memory_bytes() + pass.sample.memory_growth_bytes);
        return pass;
    }

    /// They append what the first store did: dbdb, unless it was left out.
    void run_reference(std::size_t index, Appending appending) {
        const Series& model = result_.series.front();
        Series& series = result_.series[index];
        if (model.passes.empty()) series.failure = "no store to follow";
        add_pass(series, [&] {
            return append_to_bare_file(plan_.directory, model.passes.back(), appending);
        });
    }

    const Plan& plan_;
    Stage& stage_;
    std::deque<Contender>& contenders_;
    RowResult result_{};
};

bool is_last_reader(std::span<const Row> rows_left) {
    return std::ranges::none_of(rows_left.subspan(1), [&](const Row& row) {
        return row.fixture == Fixture::shared_loaded && row.shape == rows_left.front().shape;
    });
}

}  // namespace

void interrupt() noexcept { is_interrupted = 1; }

void run(const Plan& plan, const RowListener& listener) {
    std::unique_ptr<Stage> stage;
    for (std::size_t index = 0; index < plan.rows.size(); ++index) {
        const Row& row = plan.rows[index];
        if (!stage || stage->work().shape != row.shape) {
            stage.reset();
            stage = std::make_unique<Stage>(plan, row.shape);
        }
        listener(RowRun(plan, *stage, row).all_rounds());
        if (is_last_reader(std::span(plan.rows).subspan(index))) stage->remove_loaded();
    }
}

}  // namespace dbdb::bench
