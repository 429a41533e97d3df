#include "dbdb/keyspace.hpp"

#include "dbdb/error.hpp"

#include "keyspace/options.hpp"
#include "transaction/change.hpp"
#include "tree/search.hpp"

namespace dbdb {

using transaction::Change;

Keyspace::Keyspace(std::shared_ptr<Change> change, std::string_view name)
    : change_(std::move(change)), opened_(change_->open(name)), name_(name) {}

Change& Keyspace::change() const {
    if (!change_) throw Error(Errc::closed, "the transaction was moved from");
    return *change_;
}

/// Made for each call, since every change may bring another root and another mapping.
Reader Keyspace::reader() const {
    change().require_alive();
    return {change_->source(), &opened_->record.entries};
}

/// Reads values. What has to be decompressed for that the transaction keeps.
template <typename Read>
auto Keyspace::read_values(const Read& read) const {
    change().settle_blobs();
    Reader reader = this->reader();
    auto result = read(reader);
    if (!reader.decoded_.empty()) change().keep(std::move(reader.decoded_));
    return result;
}

std::optional<std::string_view> Keyspace::get(std::string_view key) const {
    return read_values([&](const Reader& reader) { return reader.get(key); });
}

std::string_view Keyspace::at(std::string_view key) const {
    return read_values([&](const Reader& reader) { return reader.at(key); });
}

bool Keyspace::contains(std::string_view key) const { return reader().contains(key); }

std::optional<ValueWithMetadata> Keyspace::get_with_metadata(std::string_view key) const {
    return read_values([&](const Reader& reader) { return reader.get_with_metadata(key); });
}

std::optional<Metadata> Keyspace::metadata(std::string_view key) const {
    return reader().metadata(key);
}

std::optional<std::chrono::milliseconds> Keyspace::ttl(std::string_view key) const {
    return reader().ttl(key);
}

std::uint64_t Keyspace::size() const { return reader().size(); }

std::uint64_t Keyspace::count(std::string_view from, std::string_view to) const {
    return reader().count(from, to);
}

std::uint64_t Keyspace::count_prefix(std::string_view prefix) const {
    return reader().count_prefix(prefix);
}

std::uint64_t Keyspace::rank(std::string_view key) const { return reader().rank(key); }

std::optional<Entry> Keyspace::nth(std::uint64_t index) const {
    return read_values([&](const Reader& reader) { return reader.nth(index); });
}

void Keyspace::set(std::string_view key, std::string_view value) {
    change().set(*opened_, key, value);
}

void Keyspace::set(std::string_view key, std::string_view value, const EntryOptions& options) {
    change().set(*opened_, key, value, options);
}

bool Keyspace::expire(std::string_view key, std::chrono::milliseconds ttl) {
    return change().set_deadline(*opened_, key, {.ttl = ttl});
}

bool Keyspace::expire_at(std::string_view key, Expiry time) {
    return change().set_deadline(*opened_, key, {.expires_at = time});
}

bool Keyspace::persist(std::string_view key) { return change().clear_deadline(*opened_, key); }

bool Keyspace::set_tags(std::string_view key, std::span<const std::string> tags) {
    return change().set_tags(*opened_, key, tags);
}

bool Keyspace::add_tag(std::string_view key, std::string_view tag) {
    return change().add_tag(*opened_, key, tag);
}

bool Keyspace::remove_tag(std::string_view key, std::string_view tag) {
    return change().remove_tag(*opened_, key, tag);
}

std::uint64_t Keyspace::sweep(std::uint64_t limit) { return change().sweep(*opened_, limit); }

bool Keyspace::erase(std::string_view key) { return change().erase(*opened_, key); }

std::uint64_t Keyspace::erase_range(std::string_view from, std::string_view to) {
    return change().erase_range(*opened_, from, to);
}

std::uint64_t Keyspace::erase_prefix(std::string_view prefix) {
    std::string buffer;
    const std::string_view end = tree::prefix_end(prefix, buffer);
    if (end.empty()) return change().erase_range(*opened_, prefix, std::nullopt);
    return change().erase_range(*opened_, prefix, end);
}

void Keyspace::clear() { change().clear(*opened_); }

KeyspaceOptions Keyspace::options() const {
    change().require_alive();
    return keyspace::public_options(opened_->record.options);
}

void Keyspace::set_options(const KeyspaceOptions& options) {
    change().set_options(*opened_, options);
}

Range Keyspace::range() const { return freeze().range(); }

Range Keyspace::range(std::string_view from, std::string_view to) const {
    return freeze().range(from, to);
}

Range Keyspace::range_from(std::string_view key) const { return freeze().range_from(key); }

Range Keyspace::range_to(std::string_view key) const { return freeze().range_to(key); }

Range Keyspace::prefix(std::string_view prefix) const { return freeze().prefix(prefix); }

Snapshot Keyspace::freeze() const { return change().freeze().keyspace(name_); }

struct Keyspace::SortedWriter::State {
    Change::Run run;
};

Keyspace::SortedWriter Keyspace::sorted_writer() {
    change();
    return SortedWriter(
        std::unique_ptr<SortedWriter::State>(new SortedWriter::State{{change_, opened_}}));
}

Keyspace::SortedWriter::SortedWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

Keyspace::SortedWriter::SortedWriter(SortedWriter&&) noexcept = default;
Keyspace::SortedWriter::~SortedWriter() = default;

void Keyspace::SortedWriter::set(std::string_view key, std::string_view value) {
    state_->run.set(key, value);
}

void Keyspace::SortedWriter::set(std::string_view key,
                                 std::string_view value,
                                 const EntryOptions& options) {
    state_->run.set(key, value, options);
}

std::uint64_t Keyspace::SortedWriter::count() const noexcept { return state_->run.count(); }

void Keyspace::SortedWriter::finish() { state_->run.finish(); }

}  // namespace dbdb
