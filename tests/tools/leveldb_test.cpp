#include <filesystem>
#include <fstream>
#include <leveldb/db.h>
#include <memory>

#include <doctest/doctest.h>

#include "collect.hpp"
#include "stores/store.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_literals;

void make_store(const std::string& path, const Records& records) {
    leveldb::Options options;
    options.create_if_missing = true;
    leveldb::DB* opened = nullptr;
    REQUIRE(leveldb::DB::Open(options, path, &opened).ok());
    const std::unique_ptr<leveldb::DB> store(opened);
    for (const auto& [key, value] : records)
        REQUIRE(store->Put({}, key, value).ok());
    REQUIRE(store->Put({}, "gone", "x").ok());
    REQUIRE(store->Delete({}, "gone").ok());
}

Records records_of(const std::string& path) {
    Records records;
    stores::read_store(
        stores::StoreKind::leveldb, path, std::nullopt, [&](const exchange::Record& record) {
            records.emplace_back(record.key, record.value);
        });
    return records;
}

TEST_CASE("a directory of LevelDB is known, and its records are read in their order") {
    const TemporaryDirectory folder;
    const std::string path = (folder.path() / "store").string();
    const Records records{{"", "empty"}, {"\0\xFF"s, "\n"}, {"ann", ""}};
    make_store(path, records);

    CHECK(stores::detect_store(path) == stores::StoreKind::leveldb);
    CHECK(records_of(path) == records);
    CHECK_FALSE(stores::detect_store(folder.path().string()).has_value());
    std::ofstream(path + "/OPTIONS-000007");
    CHECK_FALSE(stores::detect_store(path).has_value());
}

TEST_CASE("a directory of LevelDB that lacks files is refused") {
    const TemporaryDirectory folder;
    const std::string path = (folder.path() / "store").string();
    make_store(path, {{"a", "b"}});
    for (const auto& file : std::filesystem::directory_iterator(path))
        if (file.path().filename().string().starts_with("MANIFEST"))
            std::filesystem::resize_file(file.path(), 3);

    CHECK_THROWS_AS(records_of(path), exchange::InputError);
}

}  // namespace
}  // namespace dbdb::test
