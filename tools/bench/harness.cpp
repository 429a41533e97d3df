#include "harness.hpp"

#include <algorithm>
#include <csignal>
#include <deque>
#include <memory>
#include <utility>

#include "reference.hpp"
#include "scattered.hpp"

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
    Stage(const Plan& plan, const Shape& shape) : loaded_(plan.entries, shape) {
        Home home{plan.directory};
        home.cache_bytes = std::max(home.cache_bytes, 4 * loaded_.user_bytes());
        for (const StoreKind& kind : plan.stores)
            contenders_.emplace_back(kind, home);
    }

    ~Stage() { remove_loaded(); }

    Stage(const Stage&) = delete;
    Stage& operator=(const Stage&) = delete;

    const Work& work() const { return loaded_.work(); }

    std::deque<Contender>& contenders() { return contenders_; }

    Place& prepare(Contender& contender, Fixture fixture) {
        if (fixture == Fixture::shared_loaded) {
            if (contender.loaded.kind().only_commits) throw Unsupported();
            if (!contender.loaded.is_open()) contender.loaded.make_loaded(work().entries);
            return contender.loaded;
        }
        if (fixture == Fixture::fresh_loaded)
            contender.fresh.make_loaded(work().entries);
        else
            contender.fresh.make_empty();
        return contender.fresh;
    }

    Place& prepare(Contender& contender, const Scattered& scattered) {
        if (contender.fresh.kind().only_commits) throw Unsupported();
        contender.fresh.make_loaded(work().entries);
        scattered.bring_to(contender.fresh);
        return contender.fresh;
    }

    /// Makes room on the disk and in memory when no more rows only read.
    void remove_loaded() {
        for (Contender& contender : contenders_)
            contender.loaded.remove();
    }

private:
    LoadedWork loaded_;
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

/// Rows that share what a store is prepared for; most rows are alone.
class RowsRun {
public:
    RowsRun(const Plan& plan, Stage& stage, std::span<const Row> rows)
        : plan_(plan), stage_(stage), contenders_(stage.contenders()) {
        for (const Row& row : rows)
            results_.push_back({row, series_of(row)});
    }

    std::vector<RowResult> all_rounds() {
        for (unsigned round = 0; round < plan_.rounds; ++round)
            run_round(round);
        for (Contender& contender : contenders_)
            contender.fresh.remove();
        return std::move(results_);
    }

private:
    std::vector<Series> series_of(const Row& row) const {
        std::vector<Series> series;
        for (const StoreKind& kind : plan_.stores)
            series.push_back({row.name, kind.name});
        if (row.reference != Reference::none) series.push_back({row.name, "(bare file)"});
        if (row.reference == Reference::synced_appends)
            series.push_back({row.name, "(bare file, ahead)"});
        return series;
    }

    /// Each round begins with another store, so that none always comes after the same one.
    void run_round(unsigned round) {
        scattered_.reset();
        if (fixture() == Fixture::fresh_scattered)
            scattered_ = std::make_unique<Scattered>(stage_.work(), round);
        const std::size_t count = contenders_.size();
        for (std::size_t turn = 0; turn < count; ++turn)
            run_turn((round + turn) % count, round);
        for (RowResult& result : results_)
            run_references(result, count);
    }

    Fixture fixture() const { return results_.front().row.fixture; }

    /// A store that stays open may work on in the background, on the time of the next one; so what
    /// no other row needs is removed, also when a pass fails.
    void run_turn(std::size_t index, unsigned round) {
        Contender& contender = contenders_[index];
        const auto remove = [&](Place* place) { place->remove(); };
        const std::unique_ptr<Place, decltype(remove)> removed(&contender.fresh, remove);
        Place* place = nullptr;
        for (RowResult& result : results_)
            add_pass(result.series[index], [&] {
                if (place == nullptr) place = &prepare(contender);
                return run_pass(result.row, *place, round);
            });
    }

    Place& prepare(Contender& contender) {
        contender.fresh.set_compacts_itself(results_.front().row.compacts_itself);
        return scattered_ ? stage_.prepare(contender, *scattered_)
                          : stage_.prepare(contender, fixture());
    }

    Pass run_pass(const Row& row, Place& place, unsigned round) {
        Pass pass = row.run(scattered_ ? scattered_->work() : stage_.work(), place, round);
        pass.figures.memory_bytes =
            static_cast<double>(place.memory_bytes() + pass.sample.memory_growth_bytes);
        return pass;
    }

    void run_references(RowResult& result, std::size_t index) {
        if (result.row.reference == Reference::appends)
            run_reference(result, index, Appending::unsynced);
        if (result.row.reference == Reference::synced_appends) {
            run_reference(result, index, Appending::grown);
            run_reference(result, index + 1, Appending::ahead);
        }
    }

    /// They append what the first store did: dbdb, unless it was left out.
    void run_reference(RowResult& result, std::size_t index, Appending appending) {
        const Series& model = result.series.front();
        Series& series = result.series[index];
        if (model.passes.empty()) series.failure = "no store to follow";
        add_pass(series, [&] {
            return append_to_bare_file(plan_.directory, model.passes.back(), appending);
        });
    }

    const Plan& plan_;
    Stage& stage_;
    std::deque<Contender>& contenders_;
    std::unique_ptr<Scattered> scattered_{};
    std::vector<RowResult> results_{};
};

/// Those at the beginning of `rows_left` that one preparation serves.
std::span<const Row> rows_together(std::span<const Row> rows_left) {
    const Row& first = rows_left.front();
    if (first.fixture != Fixture::fresh_scattered) return rows_left.first(1);
    const auto end = std::ranges::find_if(rows_left, [&](const Row& row) {
        return row.fixture != first.fixture || row.shape != first.shape;
    });
    return {rows_left.begin(), end};
}

bool are_more_readers(std::span<const Row> rows_left, const Shape& shape) {
    return std::ranges::any_of(rows_left, [&](const Row& row) {
        return row.fixture == Fixture::shared_loaded && row.shape == shape;
    });
}

}  // namespace

void interrupt() noexcept { is_interrupted = 1; }

void run(const Plan& plan, const RowListener& listener) {
    std::unique_ptr<Stage> stage;
    for (std::span<const Row> left = plan.rows; !left.empty();) {
        const Shape& shape = left.front().shape;
        if (!stage || stage->work().shape != shape) {
            stage.reset();
            stage = std::make_unique<Stage>(plan, shape);
        }
        const std::span<const Row> rows = rows_together(left);
        for (RowResult& result : RowsRun(plan, *stage, rows).all_rounds())
            listener(std::move(result));
        left = left.subspan(rows.size());
        if (!are_more_readers(left, shape)) stage->remove_loaded();
    }
}

}  // namespace dbdb::bench
