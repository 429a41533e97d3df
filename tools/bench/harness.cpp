#include "harness.hpp"

#include <algorithm>
#include <csignal>
#include <deque>
#include <utility>

#include "reference.hpp"

namespace dbdb::bench {

namespace {

volatile std::sig_atomic_t is_interrupted = 0;

/// A store with its two places: one that is only read, and one for each row to change.
struct Contender {
    Contender(const StoreKind& kind, const std::filesystem::path& directory)
        : loaded(kind, directory / (std::string(kind.name) + "-loaded")),
          fresh(kind, directory / (std::string(kind.name) + "-fresh")) {}

    Place loaded;
    Place fresh;
};

Place& prepare(Contender& contender, const Row& row, const Work& work) {
    if (row.fixture == Fixture::shared_loaded) {
        if (!contender.loaded.is_open()) contender.loaded.make_loaded(work.entries);
        return contender.loaded;
    }
    if (row.fixture == Fixture::fresh_loaded)
        contender.fresh.make_loaded(work.entries);
    else
        contender.fresh.make_empty();
    return contender.fresh;
}

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
    RowRun(const Plan& plan, const Work& work, std::deque<Contender>& contenders, const Row& row)
        : plan_(plan), work_(work), contenders_(contenders), row_(row) {
        for (const StoreKind& kind : plan.stores)
            series_.push_back({row.name, kind.name});
        if (!row.compares_with_bare_file) return;
        series_.push_back({row.name, "bare file"});
        series_.push_back({row.name, "bare file, ahead"});
    }

    std::span<const Series> all_rounds() {
        for (unsigned round = 0; round < plan_.rounds; ++round)
            run_round(round);
        for (Contender& contender : contenders_)
            contender.fresh.remove();
        return series_;
    }

private:
    /// Each round begins with another store, so that none always comes after the same one.
    void run_round(unsigned round) {
        const std::size_t count = contenders_.size();
        for (std::size_t turn = 0; turn < count; ++turn) {
            const std::size_t index = (round + turn) % count;
            add_pass(series_[index], [&] { return run_pass(contenders_[index], round); });
        }
        if (row_.compares_with_bare_file) run_references();
    }

    Pass run_pass(Contender& contender, unsigned round) {
        Place& place = prepare(contender, row_, work_);
        Pass pass = row_.run(work_, place, round);
        // A store that stays open may work on in the background, on the time of the next one.
        if (row_.fixture != Fixture::shared_loaded) place.remove();
        return pass;
    }

    /// They append what the first store did: dbdb, unless it was left out.
    void run_references() {
        const Series& model = series_.front();
        for (const Space space : {Space::grown, Space::ahead}) {
            Series& series = series_[contenders_.size() + (space == Space::ahead ? 1 : 0)];
            if (model.passes.empty()) series.failure = "no store to follow";
            add_pass(series, [&] {
                return append_to_bare_file(plan_.directory, model.passes.back(), space);
            });
        }
    }

    const Plan& plan_;
    const Work& work_;
    std::deque<Contender>& contenders_;
    const Row& row_;
    std::vector<Series> series_{};
};

}  // namespace

void interrupt() noexcept { is_interrupted = 1; }

void run(const Plan& plan, const RowListener& listener) {
    const Work work(plan.sizes);
    std::deque<Contender> contenders;
    for (const StoreKind& kind : plan.stores)
        contenders.emplace_back(kind, plan.directory);
    for (const Row& row : plan.rows)
        listener(RowRun(plan, work, contenders, row).all_rounds());
}

}  // namespace dbdb::bench
