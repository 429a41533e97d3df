/// Tries what disks may show after power cuts: every point of a life, every image when few, a
/// sample when many; after each a second life, and a power cut in that one, too.
#pragma once

#include <cstdint>
#include <functional>
#include <span>
#include <string>
#include <vector>

#include "life.hpp"
#include "support/simulated_power_cut.hpp"

namespace dbdb::test {

struct ExploreOptions {
    std::uint64_t sector_bytes = 512;
    std::uint64_t images_per_point = 200;  ///< All of them when there are not more, else a sample.
    unsigned lives_after = 2;  ///< Power cuts that follow the first, each in a new life.
};

/// How many images were tried; each was opened twice, and most were written to.
struct Figures {
    std::uint64_t images = 0;
    std::uint64_t points = 0;
    std::uint64_t points_in_full = 0;  ///< Points with every image tried.
    std::uint64_t second_images = 0;   ///< Of the images, those after a second power cut or more.
    std::uint64_t failures = 0;
};

class Explorer {
public:
    using Bytes = std::vector<std::byte>;

    Explorer(std::uint64_t seed, const ExploreOptions& options)
        : random_(seed), options_(options) {}

    /// `life` has ended.
    void explore(Life& life);

    /// The images of one point.
    void try_point(const InFlight& state, const Expected& expected);

    const Figures& figures() const { return figures_; }

    /// The first failures, in words.
    const std::string& report() const { return report_; }

    /// Blocks of these may lie in space that was never synced.
    void add_stale(Bytes bytes) { stale_.push_back(std::move(bytes)); }

private:
    void try_image(const Bytes& image, const Expected& expected, unsigned lives_left);
    void live_again(const Bytes& image, const Expected& expected, CommitId id, unsigned lives_left);
    void write_again(Life& life, const Expected& lost, CommitId id);
    void note_failure(const std::string& what);

    Random random_;
    ExploreOptions options_;
    Figures figures_;
    std::string report_;
    std::string place_;
    std::vector<Bytes> stale_;
    SimulatedDisk disk_;
};

}  // namespace dbdb::test
