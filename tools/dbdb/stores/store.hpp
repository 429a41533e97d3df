/// Other stores that can be read straight, where the program was built with their libraries.
#pragma once

#include <functional>
#include <optional>
#include <string>

#include "exchange/record.hpp"

namespace dbdb::stores {

enum class StoreKind { lmdb, leveldb, sqlite };

/// What the file or directory at `path` is by what it holds; empty when it is none of these.
std::optional<StoreKind> detect_store(const std::string& path);

/// Gives every record to `take`. `table` is a table of SQLite or a named database of LMDB; without
/// it the only table, or all databases, each named one as a keyspace. Throws InputError for what
/// cannot be loaded, tool::Failure when the program was built without the library, and whatever
/// `take` throws.
void read_store(StoreKind kind,
                const std::string& path,
                const std::optional<std::string>& table,
                const exchange::TakeRecord& take);

/// How each of them is read.
using ReadStore = void(const std::string& path,
                       const std::optional<std::string>& table,
                       const exchange::TakeRecord& take);
ReadStore read_lmdb;
ReadStore read_leveldb;
ReadStore read_sqlite;

}  // namespace dbdb::stores
