#include "explorer.hpp"

#include <algorithm>

#include "verdict.hpp"

namespace dbdb::test {

namespace {

constexpr std::uint64_t reported_failures_max = 3;

/// Whether images at the point behind `call` may differ from those before it.
bool changes_images(const DiskCall& call) { return call.kind != DiskCall::Kind::sync_begin; }

}  // namespace

void Explorer::explore(Life& life) {
    const SimulatedDisk& disk = life.disk();
    InFlight state(disk.base());
    Expected expected = life.timeline().before();
    std::size_t next_event = 0;
    for (std::size_t point = 0; point <= disk.log().size(); ++point) {
        if (point > 0) state.follow(disk.log(), point - 1);
        life.timeline().follow(expected, next_event, point);
        if (point > 0 && !changes_images(disk.log()[point - 1])) continue;
        place_ = "power cut behind call " + std::to_string(point);
        try_point(state, expected);
    }
}

void Explorer::try_point(const InFlight& state, const Expected& expected) {
    const PowerCut cut(state, options_.sector_bytes, stale_);
    ++figures_.points;
    const std::uint64_t count = cut.count(options_.images_per_point + 1);
    if (count <= options_.images_per_point) {
        ++figures_.points_in_full;
        PowerCut::Digits digits = cut.first();
        do {
            try_image(cut.image(digits, random_), expected, options_.lives_after);
        } while (cut.advance(digits));
        return;
    }
    for (std::uint64_t left = options_.images_per_point; left > 0; --left)
        try_image(cut.image(cut.sample(random_), random_), expected, options_.lives_after);
}

void Explorer::try_image(const Bytes& image, const Expected& expected, unsigned lives_left) {
    ++figures_.images;
    if (lives_left < options_.lives_after) ++figures_.second_images;
    try {
        disk_.reset(image);
        const auto first = reopen(disk_, expected);
        if (!first) return;
        if (disk_.log().empty() && reopen(disk_, expected) != first)
            throw std::runtime_error("another commit was found the second time");
        if (lives_left > 0) live_again(image, expected, *first, lives_left);
    } catch (const std::exception& failure) {
        note_failure(failure.what());
    }
}

/// Writes to the image and cuts the power again.
void Explorer::live_again(const Bytes& image,
                          const Expected& expected,
                          CommitId id,
                          unsigned lives_left) {
    Expected known = expected;
    known.forget_after(id);
    if (!image.empty()) known.is_created = true;
    disk_.reset(image);
    Life life(disk_, known);
    write_again(life, expected, id);
    const std::size_t cut_point = random_.below(disk_.log().size() + 1);
    InFlight state(image);
    std::size_t next_event = 0;
    for (std::size_t point = 0; point < cut_point; ++point)
        state.follow(disk_.log(), point);
    life.timeline().follow(known, next_event, cut_point);
    const PowerCut cut(state, options_.sector_bytes, stale_);
    try_image(cut.image(cut.sample(random_), random_), known, lives_left - 1);
}

/// Often does the same again as the commit that was lost, as its user would.
void Explorer::write_again(Life& life, const Expected& lost, CommitId id) {
    life.open({.durability = random_.below(3) == 0 ? Durability::none : Durability::sync});
    for (std::size_t left = 1 + random_.below(2); left > 0; --left) {
        const auto same = lost.commits.find(life.newest_id() + 1);
        const bool is_retry = same != lost.commits.end() && random_.below(2) == 0;
        life.commit(is_retry ? same->second->operations : random_operations(random_),
                    std::nullopt,
                    is_retry ? 0 : random_.below(20));
    }
    if (random_.below(4) == 0) life.sync();
    require_expected(life.database(), [&] {
        Expected all = life.timeline().before();
        std::size_t next_event = 0;
        life.timeline().follow(all, next_event, life.disk().point());
        if (life.newest_id() <= id) all.commits.clear();
        return all;
    }());
    life.close();
}

void Explorer::note_failure(const std::string& what) {
    if (++figures_.failures <= reported_failures_max) report_ += place_ + ": " + what + "\n";
}

}  // namespace dbdb::test
