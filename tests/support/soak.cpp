#include "support/soak.hpp"

#include <cinttypes>
#include <cstdio>
#include <cstdlib>
#include <stdexcept>
#include <string>

namespace dbdb::test {

namespace {

constexpr const char* seed_variable = "DBDB_SOAK_SEED";
constexpr std::uint64_t ordinary_seed = 20'260'101;

}  // namespace

std::uint64_t soak_count(std::uint64_t ordinary, const char* variable) {
    const char* const asked = std::getenv(variable);
    if (asked == nullptr) return ordinary;
    try {
        return std::stoull(asked);
    } catch (const std::logic_error&) {
        throw std::runtime_error(std::string(variable) + " is no number: " + asked);
    }
}

std::uint64_t soak_seed() { return soak_count(ordinary_seed, seed_variable); }

void soak_figure(std::uint64_t count, const char* what) {
    if (count == 0 || std::getenv(seed_variable) == nullptr) return;
    std::printf("soak: %" PRIu64 " %s\n", count, what);
    std::fflush(stdout);
}

}  // namespace dbdb::test
