#include "dbdb/snapshot.hpp"

#include <utility>

#include "dbdb/range.hpp"

#include "metrics/timing.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"
#include "tree/cursor.hpp"
#include "tree/search.hpp"

namespace dbdb {

namespace transaction {

Snapshot Hold::open(std::unique_ptr<Frozen> frozen) noexcept {
    Frozen* owned = frozen.release();
    return {&owned->version, reinterpret_cast<const std::byte*>(owned) + 1};
}

Snapshot Hold::open(const Version& version) {
    auto frozen = std::make_unique<Frozen>();
    frozen->version = version;
    frozen->source = version.source->shared_from_this();
    return open(std::move(frozen));
}

void Hold::drop_frozen(Frozen* frozen) noexcept {
    if (frozen->holders.fetch_sub(1, std::memory_order_acq_rel) == 1) delete frozen;
}

}  // namespace transaction

using metrics::ShortTiming;
using transaction::Hold;

Snapshot::Snapshot(const Snapshot& other) noexcept
    : Reader(other), version_(other.version_), hold_(other.hold_) {
    Hold::add(hold_);
}

Snapshot::Snapshot(Snapshot&& other) noexcept
    : Reader(std::move(other)),
      version_(other.version_),
      hold_(std::exchange(other.hold_, nullptr)) {}

Snapshot& Snapshot::operator=(Snapshot other) noexcept {
    Reader::operator=(std::move(other));
    version_ = other.version_;
    std::swap(hold_, other.hold_);
    return *this;
}

Snapshot::~Snapshot() { Hold::drop(hold_); }

CommitId Snapshot::commit_id() const noexcept { return version_->id(); }

CommitInfo Snapshot::info() const {
    return transaction::describe(Hold::version_of(Hold::whole_of(*this)));
}

bool operator==(const Snapshot& left, const Snapshot& right) {
    const auto has_changed_records = [](const Snapshot& snapshot) {
        return snapshot.version_->changed != nullptr && !snapshot.version_->changed->empty();
    };
    if (has_changed_records(left) || has_changed_records(right)) {
        return left.version_->changed == right.version_->changed && *left.root_ == *right.root_;
    }
    return left.source_->identity().file_id == right.source_->identity().file_id &&
           *left.root_ == *right.root_ && left.version_->catalog == right.version_->catalog;
}

Range Snapshot::range() const { return {*this, 0, size()}; }

Range Snapshot::range(std::string_view from, std::string_view to) const {
    const ShortTiming timing(source_->activity(), Operation::range);
    Range found = seek(from);
    found.last_ = from < to ? std::max(found.first_, rank(to)) : found.first_;
    return found;
}

Range Snapshot::range_from(std::string_view key) const {
    const ShortTiming timing(source_->activity(), Operation::range);
    return seek(key);
}

Range Snapshot::seek(std::string_view key) const {
    Range found = range();
    if (root_->is_empty()) return found;
    found.first_ = tree::seek(*source_, *root_, key, found.start_);
    found.has_start_ = true;
    return found;
}

Range Snapshot::range_to(std::string_view key) const {
    const ShortTiming timing(source_->activity(), Operation::range);
    return {*this, 0, rank(key)};
}

Range Snapshot::prefix(std::string_view prefix) const {
    thread_local std::string buffer;  // Allocates for long prefixes, and then once a thread.
    const std::string_view end = tree::prefix_end(prefix, buffer);
    return end.empty() ? range_from(prefix) : range(prefix, end);
}

}  // namespace dbdb
