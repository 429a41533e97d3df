#include "format/checksum.hpp"

#include <array>

#include "format/byte_order.hpp"
#include "format/xxh3.hpp"

namespace dbdb::format {

std::uint64_t checksum_seed(FileId file_id, Address address, std::uint64_t commit_id) {
    std::array<std::byte, 32> bytes;
    store(bytes.data(), file_id.high);
    store(bytes.data() + 8, file_id.low);
    store(bytes.data() + 16, to_offset(address));
    store(bytes.data() + 24, commit_id);
    return XXH3_64bits(bytes.data(), bytes.size());
}

std::uint64_t checksum(std::span<const std::byte> bytes, std::uint64_t seed) {
    if (bytes.size() <= XXH3_MIDSIZE_MAX)  // Up to there no vectors are used.
        return XXH3_64bits_withSeed(bytes.data(), bytes.size(), seed);
    return widest_xxh3->sum(bytes.data(), bytes.size(), seed);
}

/// Zeros before the first reset: the reset looks at the old seed to spare itself work.
struct RunningChecksum::State {
    XXH3_state_t xxh3 = {};
};

RunningChecksum::RunningChecksum(std::uint64_t seed) : state_(std::make_unique<State>()) {
    XXH3_64bits_reset_withSeed(&state_->xxh3, seed);
}

RunningChecksum::~RunningChecksum() = default;

RunningChecksum::RunningChecksum(const RunningChecksum& other)
    : state_(std::make_unique<State>(*other.state_)) {}

RunningChecksum& RunningChecksum::operator=(const RunningChecksum& other) noexcept {
    *state_ = *other.state_;
    return *this;
}

RunningChecksum::RunningChecksum(RunningChecksum&&) noexcept = default;
RunningChecksum& RunningChecksum::operator=(RunningChecksum&&) noexcept = default;

void RunningChecksum::update(std::span<const std::byte> bytes) {
    if (!bytes.empty()) widest_xxh3->update(state_->xxh3, bytes.data(), bytes.size());
}

std::uint64_t RunningChecksum::value() const { return XXH3_64bits_digest(&state_->xxh3); }

}  // namespace dbdb::format
