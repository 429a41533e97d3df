#include "loader.hpp"

#include <utility>

#include "open.hpp"

namespace dbdb::tool {

Loader::Loader(std::string path,
               std::string keyspace,
               const WriteArguments& write,
               std::optional<std::uint64_t> batch_records)
    : path_(std::move(path)),
      keyspace_(std::move(keyspace)),
      write_(write),
      batch_records_(batch_records) {}

void Loader::take(const exchange::Record& record) {
    begin_transaction();
    try {
        enter(record.keyspace.empty() ? std::string_view(keyspace_) : record.keyspace);
        writer_->set(record.key, record.value, record.entry);
    } catch (const Error& error) {
        if (error.errc() != Errc::too_large && error.errc() != Errc::invalid) throw;
        throw exchange::InputError(record.line_number, error.what());
    }
    ++records_;
    if (batch_records_ && records_ - records_committed_ >= *batch_records_) commit();
}

/// An empty input makes an empty database, but no commit.
void Loader::finish() {
    if (!database_) database_.emplace(open_to_write(path_, Missing::make));
    if (writing_) commit();
}

void Loader::begin_transaction() {
    if (writing_) return;
    if (!database_) database_.emplace(open_to_write(path_, Missing::make));
    writing_.emplace(begin(*database_, write_.timeout_seconds));
}

/// From now on records go to `keyspace`.
void Loader::enter(std::string_view keyspace) {
    if (writer_ && entered_ == keyspace) return;
    if (writer_) writer_->finish();
    writer_.reset();
    writer_.emplace((*writing_)->keyspace(keyspace));
    entered_ = keyspace;
}

void Loader::commit() {
    if (writer_) writer_->finish();
    writer_.reset();
    writing_->commit(write_.commit_options());
    writing_.reset();
    ++commits_;
    records_committed_ = records_;
}

}  // namespace dbdb::tool
