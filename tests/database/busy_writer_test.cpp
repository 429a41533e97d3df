#include <map>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"

#include "database/pages.hpp"
#include "support/database_fixture.hpp"

namespace dbdb::test {
namespace {

/// What a reader sees who reads each slot in the middle of a write, so many times.
class HalfWrittenSlots final : public File {
public:
    HalfWrittenSlots(std::shared_ptr<File> inner, unsigned times)
        : inner_(std::move(inner)), times_(times) {}

    const std::string& name() const noexcept override { return inner_->name(); }

    std::uint64_t size() const override { return inner_->size(); }

    void read_at(std::uint64_t offset, std::span<std::byte> target) const override {
        inner_->read_at(offset, target);
        const unsigned reads = reads_[offset]++;
        if (target.size() == format::superblock_bytes && reads < times_)
            target[48 + reads] ^= std::byte{0x55};
    }

    void write_at(std::uint64_t offset, std::span<const std::byte> source) override {
        inner_->write_at(offset, source);
    }

    void sync() override { inner_->sync(); }

    void truncate(std::uint64_t bytes) override { inner_->truncate(bytes); }

    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override {
        return inner_->map(bytes);
    }

    bool read_only() const noexcept override { return inner_->read_only(); }

private:
    std::shared_ptr<File> inner_;
    unsigned times_;
    mutable std::map<std::uint64_t, unsigned> reads_;
};

}  // namespace

TEST_CASE("slots that are being written while they are read are read again") {
    for (const unsigned times : {1U, 2U, 20U}) {
        CAPTURE(times);
        const auto file = file_with({});
        Database::open(file).set("a", "1");

        Database db = Database::open(std::make_shared<HalfWrittenSlots>(file, times));

        CHECK(db.get("a") == "1");
        CHECK_FALSE(db.recovery().fell_back);
    }
}

TEST_CASE("a slot that stays torn is read twice and not more") {
    const auto file = file_with({});
    Database::open(file).set("a", "1");
    damage(*file, format::slot_offset(0) + 50);
    const auto faults = std::make_shared<FaultFile>(file);

    static_cast<void>(database::read_pages(*faults, faults->size()));

    // The note with the mark, three slots, of which one is blank and not torn, and that one again.
    CHECK(faults->count(CallKind::read) == 1 + format::all_slot_count + 1);
}

}  // namespace dbdb::test
