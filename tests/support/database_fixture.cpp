#include "support/database_fixture.hpp"

#include <algorithm>

#include <doctest/doctest.h>

#include "io/memory_file.hpp"

namespace dbdb::test {

Database database_with(std::initializer_list<Entry> entries) {
    Database db = Database::in_memory();
    db.update([&](Transaction& transaction) {
        for (const Entry& entry : entries)
            transaction.set(entry.key, entry.value);
    });
    return db;
}

std::shared_ptr<File> file_with(const Bytes& bytes) {
    auto file = io::make_memory_file("test.db");
    if (!bytes.empty()) file->write_at(0, bytes);
    return file;
}

Bytes bytes_of(const File& file) {
    Bytes bytes(file.size());
    if (!bytes.empty()) file.read_at(0, bytes);
    return bytes;
}

void damage(File& file, std::uint64_t offset) {
    std::byte byte{};
    file.read_at(offset, {&byte, 1});
    byte ^= std::byte{0x10};
    file.write_at(offset, {&byte, 1});
}

std::vector<std::pair<std::string, std::string>> entries_of(const Range& range) {
    std::vector<std::pair<std::string, std::string>> entries;
    for (const auto& [key, value] : range)
        entries.emplace_back(key, value);
    return entries;
}

Contents contents_of(const Snapshot& snapshot) {
    Contents contents;
    for (const auto& [key, value] : snapshot.range())
        contents.emplace(key, value);
    return contents;
}

std::optional<Error> error_of(const std::function<void()>& act) {
    try {
        act();
    } catch (const Error& error) {
        return error;
    }
    return std::nullopt;
}

std::optional<Errc> errc_of(const std::function<void()>& act) {
    const auto error = error_of(act);
    return error ? std::optional(error->errc()) : std::nullopt;
}

Store::Store()
    : memory(file_with({})),
      faults(std::make_shared<FaultFile>(memory)),
      recorded(std::make_shared<RecordingFile>(faults)) {}

Store::~Store() {
    if (!is_sound || memory->size() == 0) return;
    const auto error = error_of([&] {
        const VerifyReport report = Database::open(memory, {.read_only = true}).verify();
        CHECK(report.ok());
        for (const Damage& damage : report.damages)
            MESSAGE(damage.text);
    });
    CHECK_MESSAGE(!error, (error ? error->what() : ""));
}

std::string Store::trace() const { return test::trace(recorded->calls()); }

}  // namespace dbdb::test
