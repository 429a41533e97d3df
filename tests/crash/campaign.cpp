#include "campaign.hpp"

#include <cstdio>

#include <doctest/doctest.h>

#include "database/pages.hpp"

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

Figures explore_one(const Campaign& campaign, const Workload& workload, std::uint64_t seed) {
    static const std::vector<std::byte> stale = other_file();
    static SimulatedDisk disk;
    disk.reset(campaign.is_new_file ? std::vector<std::byte>() : database::new_file());
    Random random(seed);
    Expected before;
    before.is_created = !campaign.is_new_file;
    Life life(disk, before);
    workload.run(life, random);
    life.close();
    Explorer explorer(seed, campaign.options);
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
    Figures figures;
    for (std::uint64_t round = 0; round == 0 || figures.images < images; ++round) {
        for (const Workload& workload : workloads) {
            if (round > 0 && figures.images >= images) break;
            const Figures one = explore_one(campaign, workload, campaign_options().seed + round);
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
