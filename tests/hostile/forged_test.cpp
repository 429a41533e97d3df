#include <algorithm>

#include <doctest/doctest.h>

#include "dbdb/salvage.hpp"

#include "format/checksum.hpp"
#include "format/commit_record.hpp"
#include "format/key_hash.hpp"
#include "format/leaf.hpp"
#include "format/superblock.hpp"
#include "outcome.hpp"
#include "support/forger.hpp"
#include "support/soak.hpp"

namespace dbdb::test {
namespace {

using format::checksum;
using format::Ref;

/// What may stand in a field of `width` bytes instead of `value`.
std::vector<std::uint64_t> lies_for(std::uint64_t value,
                                    unsigned width,
                                    const ForgedRecord& record,
                                    const Forger& forger) {
    const std::uint64_t all = width == 8 ? ~std::uint64_t{0} : (std::uint64_t{1} << 8 * width) - 1;
    std::vector<std::uint64_t> lies{0, 1, all, all >> 1, value + 1, value - 1, value ^ 0x80};
    if (width < 8) return lies;
    lies.insert(lies.end(), {value + 8, value - 8, std::uint64_t{1} << 47, record.offset});
    const std::uint64_t above = value & ~Ref::place_mask;
    const auto& records = forger.records();
    const ForgedRecord& other = records[records.size() / 2];
    for (const std::uint64_t offset : {record.offset,
                                       record.offset + record.bytes,
                                       record.offset - 8,
                                       other.offset,
                                       other.offset + 8,
                                       records.back().offset}) {
        lies.push_back(above | offset / 8);
        lies.push_back(offset);
    }
    lies.push_back(value + (std::uint64_t{1} << Ref::height_shift));
    lies.push_back(value - (std::uint64_t{1} << Ref::height_shift));
    return lies;
}

std::uint64_t load(const std::byte* place, unsigned width) {
    std::uint64_t value = 0;
    for (unsigned index = width; index-- > 0;)
        value = value << 8 | static_cast<std::uint64_t>(place[index]);
    return value;
}

void store(std::byte* place, unsigned width, std::uint64_t value) {
    for (unsigned index = 0; index < width; ++index)
        place[index] = static_cast<std::byte>(value >> 8 * index & 0xFF);
}

/// Whether a record's place can hold a field that decides anything: of long ones the beginning.
bool is_of_interest(const ForgedRecord& record, std::uint64_t place) {
    const bool has_text = record.kind == Forged::leaf || record.kind == Forged::blob;
    return place < (has_text ? 128 : 256) || place + 16 > record.bytes;
}

/// Tells every lie, or each `stride`-th, and looks what comes of it.
std::uint64_t tell_lies(std::uint64_t stride) {
    const Sample sample = make_sample();
    Forger forger(sample.bytes);
    const auto file = file_with({});
    std::uint64_t lies = soak_seed() % stride;
    SoakTally told("lies under right checksums told");
    for (const ForgedRecord& record : forger.records()) {
        for (std::uint64_t place = 0; place < record.bytes; ++place) {
            if (!is_of_interest(record, place)) continue;
            for (const unsigned width : {1U, 2U, 4U, 6U, 8U}) {
                if (place + width > record.bytes || place % (width == 6 ? 2 : width) != 0) continue;
                std::byte* const field = forger.bytes().data() + record.offset + place;
                const std::uint64_t value = load(field, width);
                for (const std::uint64_t lie : lies_for(value, width, record, forger)) {
                    if (lies++ % stride != 0) continue;
                    store(forger.bytes().data() + record.offset + place, width, lie);
                    forger.seal();
                    file->truncate(0);
                    file->write_at(0, forger.bytes());
                    CAPTURE(static_cast<int>(record.kind));
                    CAPTURE(record.offset);
                    CAPTURE(place);
                    CAPTURE(width);
                    CAPTURE(lie);
                    REQUIRE(fault_of_forged(file) == "");
                    forger.restore();
                    told.add_one();
                }
            }
        }
    }
    return lies;
}

/// A database whose one tree is `root` over records that `append` has put behind the fixed pages.
class Forgery {
public:
    Forgery() {
        const auto empty = file_with({});
        Database::open(empty);
        bytes_ = bytes_of(*empty);
        bytes_.resize(format::records_begin);
        file_id_ = format::decode_slot(std::span(bytes_).subspan(format::slot_offset(0)))
                       .superblock.file_id;
    }

    Ref append(std::span<const std::byte> record, unsigned height) {
        const format::Address address{bytes_.size()};
        bytes_.insert(bytes_.end(), record.begin(), record.end());
        return Ref::in_file(address, height, checksum(record, checksum_seed(file_id_, address)));
    }

    std::shared_ptr<File> file(const format::Root& root) {
        format::CommitRecord record;
        record.id = record.position = 1;
        record.default_keyspace = root;
        record.begin = format::Address{format::records_begin};
        const format::Address address{bytes_.size()};
        record.appended_checksum =
            checksum(std::span(bytes_).subspan(format::records_begin),
                     format::appended_seed(file_id_, record.begin, record.id));
        const auto encoded = encode(record, file_id_, address);
        bytes_.insert(bytes_.end(), encoded.begin(), encoded.end());
        format::Superblock superblock;
        superblock.file_id = file_id_;
        superblock.commit = link_to(record, address, encoded);
        superblock.tail = bytes_.size();
        const auto slot = encode(superblock);
        for (unsigned index = 0; index < format::slot_count; ++index)
            std::ranges::copy(slot, bytes_.begin() + format::slot_offset(index));
        return file_with(bytes_);
    }

private:
    Bytes bytes_;
    format::FileId file_id_;
};

Bytes leaf_of(std::initializer_list<const char*> keys) {
    std::vector<format::LeafEntry> list;
    for (const std::string_view key : keys)
        list.push_back({{key, "value", false}, format::key_hash(key)});
    Bytes record(format::leaf_bytes(list));
    format::write_leaf(record.data(), list);
    return record;
}

Bytes branch_of(Ref child, std::uint64_t left_count) {
    format::Branch branch;
    branch.left = child;
    branch.right = child;
    branch.left_count = left_count;
    branch.left_bytes = 8;
    branch.separator_bytes = 1;
    branch.word = format::search_word("m", 0);
    Bytes record(format::branch_bytes(1));
    format::BranchEditor(record.data()).write(branch, "m");
    return record;
}

}  // namespace

TEST_CASE("a file of 4 KiB that says it holds 2^60 entries is walked in no time") {
    Forgery forgery;
    Ref ref = forgery.append(leaf_of({"a", "z"}), 0);
    std::uint64_t count = 2;
    for (unsigned height = 1; height < 60; ++height, count *= 2)
        ref = forgery.append(branch_of(ref, count), height);
    const auto file = forgery.file({ref, count, 1'000'000});

    CHECK(fault_of_forged(file) == "");
    Database target = Database::in_memory();
    const SalvageReport report = salvage(file, target);
    CHECK(report.entries == 0);
    CHECK(report.lost_keys.size() < 100);
}

TEST_CASE("a forger that changes nothing makes the very same file") {
    const Sample sample = make_sample();
    Forger forger(sample.bytes);
    forger.seal();

    CHECK(forger.bytes() == sample.bytes);
    for (const Forged kind :
         {Forged::slot, Forged::commit, Forged::branch, Forged::leaf, Forged::blob}) {
        CHECK(std::ranges::count(forger.records(), kind, &ForgedRecord::kind) >= 2);
    }
    CHECK(fault_of_forged(file_with(forger.bytes())) == "");
}

TEST_CASE("a commit that says it stands elsewhere in its chain is no way to go wrong") {
    const Sample sample = make_sample();
    Forger forger(sample.bytes);
    for (const ForgedRecord& record : forger.records()) {
        if (record.kind != Forged::commit) continue;
        for (std::uint64_t position = 0; position <= 6; ++position) {
            CAPTURE(record.commit_id);
            CAPTURE(position);
            store(forger.bytes().data() + record.offset + 16, 8, position);
            forger.seal();
            CHECK(fault_of_forged(file_with(forger.bytes())) == "");
            forger.restore();
        }
    }
}

TEST_CASE("a count that one more entry brings back to zero is refused when it is committed") {
    const Sample sample = make_sample();
    Forger forger(sample.bytes);
    constexpr std::uint64_t catalog_count = 120;
    constexpr std::uint64_t main_count = 152;
    for (const ForgedRecord& record : forger.records()) {
        if (record.kind != Forged::commit) continue;
        for (const std::uint64_t place : {catalog_count, main_count}) {
            CAPTURE(record.commit_id);
            CAPTURE(place);
            store(forger.bytes().data() + record.offset + place, 8, ~std::uint64_t{0});
            forger.seal();
            CHECK(fault_of_forged(file_with(forger.bytes())) == "");
            forger.restore();
        }
    }
}

TEST_CASE("a lie under right checksums is found, or what is read agrees with itself") {
    CHECK(tell_lies(90'000 / soak_count(3'000, "DBDB_SOAK_LIES") + 1) > 90'000);
}

TEST_CASE("each lie under right checksums is found, or reads agree" * doctest::skip()) {
    tell_lies(1);
}

}  // namespace dbdb::test
