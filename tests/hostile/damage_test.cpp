#include <random>

#include <doctest/doctest.h>

#include "outcome.hpp"

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

void flip_bits(std::size_t stride) {
    const Sample sample = make_sample();
    const Image image(sample);
    Bytes bytes = sample.bytes;
    for (std::size_t bit = 0; bit < 8 * bytes.size(); bit += stride) {
        const std::byte mask{static_cast<unsigned char>(1U << bit % 8)};
        bytes[bit / 8] ^= mask;
        CAPTURE(bit);
        REQUIRE(image.fault_of(bytes) == "");
        bytes[bit / 8] ^= mask;
    }
}

void cut_off(std::size_t stride) {
    const Sample sample = make_sample();
    const Image image(sample);
    for (std::size_t length = 1; length < sample.bytes.size(); length += stride) {
        CAPTURE(length);
        REQUIRE(image.fault_of({sample.bytes.begin(),
                                sample.bytes.begin() + static_cast<std::ptrdiff_t>(length)}) == "");
    }
}

}  // namespace

TEST_CASE("a sample is read as it was made") {
    const Sample sample = make_sample();
    const auto file = file_with(sample.bytes);
    const Database db = Database::open(file);

    CHECK(db.snapshot().commit_id() == 5);
    CHECK(contents_of(db.snapshot()) == sample.states.at(5));
    CHECK(db.statistics().height >= 3);
    CHECK(db.verify().ok());
    CHECK(db.verify().blobs == 2);
    CHECK(Image(sample).fault_of(sample.bytes) == "");
}

// 165 shares no divisor with 8, so all bits of a byte have their turn.
TEST_CASE("a flipped bit gives right data or is found") { flip_bits(165); }

TEST_CASE("each flipped bit gives right data or is found" * doctest::skip()) { flip_bits(1); }

TEST_CASE("a file cut off gives right data or is found") { cut_off(11); }

TEST_CASE("a file cut off anywhere gives right data or is found" * doctest::skip()) { cut_off(1); }

TEST_CASE("splices, swapped blocks and garbage give right data or are found") {
    const Sample sample = make_sample();
    const Image image(sample);
    std::mt19937_64 random(1);
    const auto below = [&](std::size_t limit) { return random() % limit; };
    for (unsigned round = 0; round < 800; ++round) {
        CAPTURE(round);
        Bytes bytes = sample.bytes;
        for (std::size_t count = 1 + below(3); count != 0; --count) {
            const std::size_t unit = std::size_t{8} << below(10);
            const std::size_t length = std::min(unit * (1 + below(3)), bytes.size() / 2);
            const std::size_t from = below(bytes.size() - length) / 8 * 8;
            const std::size_t to = below(bytes.size() - length) / 8 * 8;
            const auto place = [&](std::size_t at) {
                return bytes.begin() + static_cast<std::ptrdiff_t>(at);
            };
            switch (below(4)) {
                case 0:
                    std::swap_ranges(place(from), place(from + unit / 2), place(to));
                    break;
                case 1:
                    std::copy_n(
                        Bytes(place(from), place(from + length)).begin(), length, place(to));
                    break;
                case 2:
                    std::generate_n(place(to), length, [&] { return std::byte(random() & 0xFF); });
                    break;
                default:
                    bytes.erase(place(to), place(to + length));
            }
        }
        REQUIRE(image.fault_of(bytes) == "");
    }
}

}  // namespace dbdb::test
