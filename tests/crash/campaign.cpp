#include "campaign.hpp"

#include <algorithm>
#include <cstdio>

#include <doctest/doctest.h>

#include "database/pages.hpp"
#include "support/soak.hpp"

namespace dbdb::test {

namespace {

Figures total;

/// Another file, with commits where the file under test has not any yet.
std::vector<std::byte> other_file() {
    SimulatedDisk disk;
    Life life(disk, {});
    Random random(7);
    life.open();
    for (int count = 0; count < 8; ++count)
        life.commit(random_operations(random));
    life.close();
    std::vector<std::byte> bytes(disk.size());
    disk.read_at(0, bytes);
    return bytes;
}

/// So that a round over all workloads takes about the images that there are to try, in full where
/// points have few.
std::uint64_t images_per_point_of(std::uint64_t images, std::size_t workloads) {
    constexpr std::uint64_t images_per_workload_and_point =
        60;  // Of about 20 points, 3 lives each.
    return std::clamp<std::uint64_t>(images / workloads / images_per_workload_and_point, 5, 1024);
}

Figures explore_one(const Campaign& campaign,
                    const Workload& workload,
                    std::uint64_t seed,
                    std::uint64_t images_per_point) {
    static const std::vector<std::byte> stale = other_file();
    static SimulatedDisk disk;
    disk.reset(campaign.is_new_file ? std::vector<std::byte>() : database::new_file());
    Random random(seed);
    Expected before;
    before.is_created = !campaign.is_new_file;
    Life life(disk, before);
    workload.run(life, random);
    life.close();
    Explorer explorer(seed, {campaign.sector_bytes, images_per_point});
    explorer.add_stale(stale);
    std::vector<std::byte> newest(disk.size());
    disk.read_at(0, newest);
    explorer.add_stale(newest);
    explorer.explore(life);
    INFO(workload.name << ", --seed " << seed << ":\n" << explorer.report());
    CHECK(explorer.figures().failures == 0);
    return explorer.figures();
}

}  // namespace

CampaignOptions& campaign_options() {
    static CampaignOptions options;
    return options;
}

void add(const Figures& figures) {
    soak_figure(figures.images, "images tried after a power cut");
    total.images += figures.images;
    total.points += figures.points;
    total.points_in_full += figures.points_in_full;
    total.second_images += figures.second_images;
    total.failures += figures.failures;
}

const Figures& total_figures() { return total; }

void run(const Campaign& campaign, std::span<const Workload> workloads) {
    const auto images =
        static_cast<std::uint64_t>(campaign.share * static_cast<double>(campaign_options().images));
    const std::uint64_t per_point = images_per_point_of(images, workloads.size());
    Figures figures;
    for (std::uint64_t round = 0; round == 0 || figures.images < images; ++round) {
        for (const Workload& workload : workloads) {
            if (round > 0 && figures.images >= images) break;
            const Figures one =
                explore_one(campaign, workload, campaign_options().seed + round, per_point);
            add(one);
            figures.images += one.images;
            figures.failures += one.failures;
        }
        if (figures.failures > 0) break;
    }
    std::printf("%s: images tried: %llu, failures: %llu\n",
                campaign.name,
                static_cast<unsigned long long>(figures.images),
                static_cast<unsigned long long>(figures.failures));
}

}  // namespace dbdb::test
