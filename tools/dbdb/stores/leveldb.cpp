#include <leveldb/db.h>
#include <leveldb/iterator.h>
#include <memory>

#include "failure.hpp"
#include "stores/store.hpp"

namespace dbdb::stores {

namespace {

void check(const leveldb::Status& status) {
    if (!status.ok()) throw exchange::InputError(0, status.ToString());
}

std::string_view bytes_of(const leveldb::Slice& slice) { return {slice.data(), slice.size()}; }

}  // namespace

/// LevelDB has no way of opening that writes nothing: it may tidy its files as it always does.
void read_leveldb(const std::string& path,
                  const std::optional<std::string>& table,
                  const exchange::TakeRecord& take) {
    if (table)
        throw tool::Failure(tool::ExitCode::wrong_arguments, "--table: LevelDB has no tables");
    leveldb::Options options;
    options.paranoid_checks = true;
    leveldb::DB* opened = nullptr;
    check(leveldb::DB::Open(options, path, &opened));
    const std::unique_ptr<leveldb::DB> database(opened);
    leveldb::ReadOptions read_options;
    read_options.verify_checksums = true;
    read_options.fill_cache = false;
    const std::unique_ptr<leveldb::Iterator> entry(database->NewIterator(read_options));
    for (entry->SeekToFirst(); entry->Valid(); entry->Next())
        take({bytes_of(entry->key()), bytes_of(entry->value())});
    check(entry->status());
}

}  // namespace dbdb::stores
