#include <random>

#include <doctest/doctest.h>

#include "outcome.hpp"
#include "support/soak.hpp"

namespace dbdb::test {
namespace {

/// One file for many images: making one each would cost more than using it.
class Image {
public:
    explicit Image(const Sample& sample) : sample_(sample) {}

    std::string fault_of(const Bytes& bytes) const {
        file_->truncate(0);
        file_->write_at(0, bytes);
        return fault_of_damaged(file_, sample_);
    }

private:
    const Sample& sample_;
    std::shared_ptr<File> file_ = file_with({});
};

/// Flips so many bits of the small sample, each alone; of all, those at equal distances.
void flip_bits(std::uint64_t count) {
    const Sample sample = make_sample();
    // Shares no divisor with 8, so all bits of a byte have their turn.
    const std::uint64_t stride = 8 * sample.bytes.size() / count | 1;
    const Image image(sample);
    Bytes bytes = sample.bytes;
    SoakTally flips("bits flipped");
    for (std::size_t bit = soak_seed() % stride; bit < 8 * bytes.size(); bit += stride) {
        const std::byte mask{static_cast<unsigned char>(1U << bit % 8)};
        bytes[bit / 8] ^= mask;
        CAPTURE(bit);
        REQUIRE(image.fault_of(bytes) == "");
        bytes[bit / 8] ^= mask;
        flips.add_one();
    }
}

/// Moves, swaps, overwrites or cuts out a piece of up to 3 * 8 * 2^`size_steps` bytes or half the
/// file.
void splice_once(Bytes& bytes, std::mt19937_64& random, unsigned size_steps) {
    const auto below = [&](std::size_t limit) { return random() % limit; };
    const std::size_t unit = std::size_t{8} << below(size_steps);
    const std::size_t length = std::min(unit * (1 + below(3)), bytes.size() / 2);
    const std::size_t from = below(bytes.size() - length) / 8 * 8;
    const std::size_t to = below(bytes.size() - length) / 8 * 8;
    const auto place = [&](std::size_t at) {
        return bytes.begin() + static_cast<std::ptrdiff_t>(at);
    };
    switch (below(4)) {
        case 0:
            std::swap_ranges(place(from), place(from + length / 2), place(to));
            break;
        case 1:
            std::copy_n(Bytes(place(from), place(from + length)).begin(), length, place(to));
            break;
        case 2:
            std::generate_n(place(to), length, [&] { return std::byte(random() & 0xFF); });
            break;
        default:
            bytes.erase(place(to), place(to + length));
    }
}

void splice(const Sample& sample, std::uint64_t rounds, unsigned size_steps) {
    const Image image(sample);
    std::mt19937_64 random(soak_seed());
    SoakTally splices("files spliced");
    for (std::uint64_t round = 0; round < rounds; ++round) {
        CAPTURE(round);
        Bytes bytes = sample.bytes;
        for (std::uint64_t count = 1 + random() % 3; count != 0; --count)
            splice_once(bytes, random, size_steps);
        REQUIRE(image.fault_of(bytes) == "");
        splices.add_one();
    }
}

}  // namespace

TEST_CASE("a sample is read as it was made") {
    const Sample sample = make_sample();
    const auto file = file_with(sample.bytes);
    const Database db = Database::open(file);

    CHECK(db.snapshot().commit_id() == 5);
    CHECK(contents_of(db.snapshot()) == sample.states.at(5).main);
    CHECK(sample.states.at(5).named.size() == 3);
    CHECK(sample.states.at(5).bookmark == CommitId{2});
    CHECK(db.statistics().height >= 3);
    CHECK(db.verify().ok());
    CHECK(db.verify().blobs == 2);
    CHECK(Image(sample).fault_of(sample.bytes) == "");
}

TEST_CASE("a flipped bit gives right data or is found") {
    flip_bits(soak_count(1'000, "DBDB_SOAK_FLIPS"));
}

TEST_CASE("each flipped bit gives right data or is found" * doctest::skip()) {
    flip_bits(~std::uint64_t{0});
}

TEST_CASE("a file cut off anywhere gives right data or is found") {
    const Sample sample = make_sample();
    const Image image(sample);
    for (std::size_t length = 1; length < sample.bytes.size(); ++length) {
        CAPTURE(length);
        REQUIRE(image.fault_of({sample.bytes.begin(),
                                sample.bytes.begin() + static_cast<std::ptrdiff_t>(length)}) == "");
    }
    soak_figure(sample.bytes.size() - 1, "files cut off");
}

TEST_CASE("splices, swapped blocks and garbage give right data or are found") {
    const Sample sample = make_sample();
    REQUIRE(sample.bytes.size() < 50'000);
    splice(sample, soak_count(800, "DBDB_SOAK_SPLICES"), 10);
}

TEST_CASE("splices, swapped blocks and garbage in a large file give right data or are found") {
    const Sample sample = make_large_sample();
    REQUIRE(sample.bytes.size() > 2'000'000);
    splice(sample, soak_count(800, "DBDB_SOAK_SPLICES") / 80, 18);
}

}  // namespace dbdb::test
