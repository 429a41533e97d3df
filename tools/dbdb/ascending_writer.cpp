#include "ascending_writer.hpp"

namespace dbdb::tool {

namespace {

/// After disorder, so many ascending keys promise more of them.
constexpr std::uint64_t run_min = 4096;

}  // namespace

void AscendingWriter::set(std::string_view key, std::string_view value, const EntryOptions& entry) {
    const bool ascends = !key_before_ || *key_before_ < key;
    if (!ascends) {
        finish();
        out_of_order_ = true;
        run_ = 0;
    }
    ++run_;
    if (out_of_order_ && run_ < run_min)
        set_alone(key, value, entry);
    else
        set_in_order(key, value, entry);
    key_before_.emplace(key);
}

/// A run of one, since only a sorted writer takes what has expired.
void AscendingWriter::set_alone(std::string_view key,
                                std::string_view value,
                                const EntryOptions& entry) {
    if (!entry.expires_at) return keyspace_.set(key, value, entry);
    set_in_order(key, value, entry);
    finish();
}

void AscendingWriter::set_in_order(std::string_view key,
                                   std::string_view value,
                                   const EntryOptions& entry) {
    if (!sorted_) sorted_.emplace(keyspace_.sorted_writer());
    sorted_->set(key, value, entry);
}

void AscendingWriter::finish() {
    if (!sorted_) return;
    sorted_->finish();
    sorted_.reset();
}

}  // namespace dbdb::tool
