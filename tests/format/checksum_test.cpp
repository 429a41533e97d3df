#include "format/checksum.hpp"

#include <algorithm>
#include <set>
#include <utility>
#include <vector>

#include <doctest/doctest.h>

#include "format/xxh3.hpp"

namespace dbdb::format {

namespace {

std::vector<std::byte> numbered_bytes(std::size_t count) {
    std::vector<std::byte> bytes(count);
    for (std::size_t index = 0; index < count; ++index) {
        bytes[index] = static_cast<std::byte>(index * 131 + index / 256);
    }
    return bytes;
}

std::uint64_t in_pieces(std::span<const std::byte> bytes, std::size_t piece_bytes) {
    RunningChecksum running(7);
    while (!bytes.empty()) {
        const std::size_t count = std::min(piece_bytes, bytes.size());
        running.update(bytes.first(count));
        bytes = bytes.subspan(count);
    }
    return running.value();
}

}  // namespace

TEST_CASE("checksums are those of the format, on every host") {
    const std::vector<std::byte> bytes = numbered_bytes(1000);
    CHECK(checksum({}, 0) == 0x2D06800538D394C2);
    CHECK(checksum(std::span(bytes).first(16), 7) == 0x24DAE1BB8DEEED21);
    CHECK(checksum(bytes, 7) == 0xD44BCFCA0A9FCFA1);
    CHECK(checksum_seed({1, 2}, Address{4096}, 3) == 0x7E267337FB6F2C36);
}

TEST_CASE("a running checksum does not depend on where the bytes were cut") {
    for (const std::size_t count : {0, 1, 16, 240, 241, 1024, 5000, 100'000}) {
        const std::vector<std::byte> bytes = numbered_bytes(count);
        for (const std::size_t piece_bytes : {1, 7, 64, 255, 256, 257, 1024, 4096, 1'000'000}) {
            CAPTURE(count);
            CAPTURE(piece_bytes);
            CHECK(in_pieces(bytes, piece_bytes) == checksum(bytes, 7));
        }
    }
}

TEST_CASE("what this processor's vectors sum up is what any processor's do") {
    const auto sum_in_pieces = [](const Xxh3& xxh3, std::span<const std::byte> bytes) {
        XXH3_state_t state = {};
        XXH3_64bits_reset_withSeed(&state, 7);
        const std::size_t cut = bytes.size() / 3;
        xxh3.update(state, bytes.data(), cut);
        xxh3.update(state, bytes.data() + cut, bytes.size() - cut);
        return std::uint64_t{XXH3_64bits_digest(&state)};
    };
    for (const std::size_t count : {0, 1, 240, 241, 1023, 1024, 1025, 4096, 100'001}) {
        const std::vector<std::byte> bytes = numbered_bytes(count);
        CAPTURE(count);
        const std::uint64_t expected = xxh3_plain.sum(bytes.data(), count, 7);
        CHECK(widest_xxh3->sum(bytes.data(), count, 7) == expected);
        CHECK(sum_in_pieces(*widest_xxh3, bytes) == expected);
        CHECK(sum_in_pieces(xxh3_plain, bytes) == expected);
    }
}

TEST_CASE("an empty piece changes no running checksum") {
    RunningChecksum running(7);
    const std::vector<std::byte> bytes = numbered_bytes(10);

    running.update({});
    running.update(bytes);
    running.update({});

    CHECK(running.value() == checksum(bytes, 7));
}

TEST_CASE("a running checksum goes on after its value was asked, and when moved") {
    const std::vector<std::byte> bytes = numbered_bytes(2000);
    RunningChecksum running(7);
    running.update(std::span(bytes).first(700));
    const std::uint64_t first_value = running.value();

    RunningChecksum moved = std::move(running);
    moved.update(std::span(bytes).subspan(700));

    CHECK(first_value == checksum(std::span(bytes).first(700), 7));
    CHECK(moved.value() == checksum(bytes, 7));
}

TEST_CASE("a running checksum with seed 0 is that of seed 0") {
    RunningChecksum running(0);
    const std::vector<std::byte> bytes = numbered_bytes(3000);
    running.update(bytes);
    CHECK(running.value() == checksum(bytes, 0));
}

TEST_CASE("file, place and commit each give another seed") {
    std::set<std::uint64_t> seeds;
    for (std::uint64_t part = 0; part < 1000; ++part) {
        seeds.insert(checksum_seed({part, 0}, Address{0}));
        seeds.insert(checksum_seed({0, part + 1}, Address{0}));
        seeds.insert(checksum_seed({0, 0}, Address{8 * part + 8}));
        seeds.insert(checksum_seed({0, 0}, Address{0}, part + 1));
    }
    CHECK(seeds.size() == 4000);
}

TEST_CASE("the same bytes have another checksum in another place") {
    const std::vector<std::byte> bytes = numbered_bytes(2048);
    const FileId file_id = {1, 2};
    CHECK(checksum(bytes, checksum_seed(file_id, Address{12288})) !=
          checksum(bytes, checksum_seed(file_id, Address{12296})));
}

}  // namespace dbdb::format
