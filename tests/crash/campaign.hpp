/// How many images are tried, and what came of it.
#pragma once

#include <cstdint>
#include <span>

#include "explorer.hpp"
#include "workloads.hpp"

namespace dbdb::test {

/// What the command line asks for: `--images N` and `--seed S`.
struct CampaignOptions {
    std::uint64_t images = 100'000;  ///< Over all campaigns of the program.
    std::uint64_t seed = 1;
};

CampaignOptions& campaign_options();

/// A share of the images.
struct Campaign {
    const char* name = "";
    double share = 0;  ///< Of all images; the shares of the program's campaigns add up to 1.
    std::uint64_t sector_bytes = 512;
    bool is_new_file = false;  ///< From the very first write to an empty file on.
};

/// Runs the workloads in turn, with ever new seeds, until the share is reached; at least once each.
/// Checks that nothing failed.
void run(const Campaign& campaign, std::span<const Workload> workloads);

/// Adds images that were tried otherwise.
void add(const Figures& figures);

/// Of all campaigns so far.
const Figures& total_figures();

}  // namespace dbdb::test
