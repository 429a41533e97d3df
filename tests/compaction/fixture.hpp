/// Databases with garbage in them, in a directory of their own.
#pragma once

#include <filesystem>
#include <random>
#include <string>

#include "dbdb/database.hpp"

#include "support/database_fixture.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

namespace fs = std::filesystem;

inline std::string key_of(std::uint64_t number) {
    std::string digits = std::to_string(number);
    return "key-" + std::string(12 - digits.size(), '0') + digits;
}

/// `count` entries, the values from `seed`; every tenth one is a blob when `has_blobs`.
inline void fill(Database& db, std::uint64_t count, unsigned seed = 0, bool has_blobs = false) {
    db.update(
        [&](Transaction& transaction) {
            for (std::uint64_t number = 0; number < count; ++number) {
                const std::size_t bytes = has_blobs && number % 10 == 0 ? 3000 : 100;
                transaction.set(key_of(number), std::string(bytes, static_cast<char>('a' + seed)));
            }
        },
        {.message = "fill " + std::to_string(seed), .durability = Durability::none});
}

/// `count` commits of one change each, without syncs.
inline void change(Database& db, std::uint64_t entries, unsigned count, unsigned seed = 1) {
    std::mt19937_64 random(seed);
    for (unsigned done = 0; done < count; ++done) {
        Transaction transaction = db.begin();
        transaction.set(key_of(random() % entries), std::string(100, 'z'));
        transaction.commit({.durability = Durability::none});
    }
}

inline std::size_t file_count(const TemporaryDirectory& directory) {
    using Iterator = fs::directory_iterator;
    return static_cast<std::size_t>(std::distance(Iterator(directory.path()), Iterator()));
}

/// What the file holds for somebody who opens it now.
inline Contents contents_in(const fs::path& path) {
    const Database db = Database::open(path, {.read_only = true});
    CHECK(db.verify().ok());
    return contents_of(db.snapshot());
}

}  // namespace dbdb::test
