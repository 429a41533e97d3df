#include "stores/store.hpp"

#include <filesystem>
#include <fstream>
#include <string_view>

namespace dbdb::stores {

namespace {

using namespace std::string_view_literals;

constexpr std::string_view sqlite_magic = "SQLite format 3\0"sv;
constexpr std::string_view lmdb_magic = "\xDE\xC0\xEF\xBE";
constexpr std::size_t lmdb_magic_offset = 16;

std::string first_bytes(const std::filesystem::path& path) {
    std::string bytes(lmdb_magic_offset + lmdb_magic.size(), '\0');
    std::ifstream file(path, std::ios::binary);
    file.read(bytes.data(), static_cast<std::streamsize>(bytes.size()));
    bytes.resize(static_cast<std::size_t>(file.gcount()));
    return bytes;
}

bool is_lmdb(const std::filesystem::path& path) {
    const std::string bytes = first_bytes(path);
    return bytes.size() > lmdb_magic_offset &&
           std::string_view(bytes).substr(lmdb_magic_offset) == lmdb_magic;
}

/// The store of RocksDB looks alike, but for its options.
bool is_leveldb(const std::filesystem::path& directory) {
    std::error_code problem;
    bool has_current = false;
    for (std::filesystem::directory_iterator file(directory, problem), end; file != end;
         file.increment(problem)) {
        const std::string name = file->path().filename().string();
        if (name.starts_with("OPTIONS-")) return false;
        has_current = has_current || name == "CURRENT";
    }
    return has_current && !problem;
}

}  // namespace

std::optional<StoreKind> detect_store(const std::string& path) {
    std::error_code ignored;
    if (std::filesystem::is_directory(path, ignored)) {
        if (is_lmdb(std::filesystem::path(path) / "data.mdb")) return StoreKind::lmdb;
        if (is_leveldb(path)) return StoreKind::leveldb;
    } else if (std::filesystem::is_regular_file(path, ignored)) {
        if (first_bytes(path).starts_with(sqlite_magic)) return StoreKind::sqlite;
        if (is_lmdb(path)) return StoreKind::lmdb;
    }
    return std::nullopt;
}

void read_store(StoreKind kind,
                const std::string& path,
                const std::optional<std::string>& table,
                const exchange::TakeRecord& take) {
    switch (kind) {
        case StoreKind::lmdb:
            return read_lmdb(path, table, take);
        case StoreKind::leveldb:
            return read_leveldb(path, table, take);
        case StoreKind::sqlite:
            return read_sqlite(path, table, take);
    }
}

}  // namespace dbdb::stores
