#include <algorithm>

#include "dbdb/value_stream.hpp"

#include "format/compression.hpp"
#include "metrics/timing.hpp"
#include "transaction/hold.hpp"
#include "tree/search.hpp"

namespace dbdb {

/// The value as it is stored, and how far it was read.
struct ValueReader::State {
    Snapshot snapshot;
    std::uint64_t value_bytes;
    std::string_view stored;
    std::optional<format::FrameReader> frame{};  ///< Of a compressed value.
};

std::optional<ValueReader> Snapshot::value_reader(std::string_view key) const {
    const metrics::ShortTiming timing(source_->activity(), Operation::get);
    const auto entry = tree::find(*source_, *root_, key);
    if (!entry || !source_->is_live(*entry)) return std::nullopt;
    const std::string_view stored = source_->stored_value(*entry);
    auto state =
        std::make_unique<ValueReader::State>(ValueReader::State{*this, stored.size(), stored});
    if (format::is_compressed(*entry)) {
        state->value_bytes = source_->raw_bytes(*entry);
        state->frame.emplace(stored, state->value_bytes);
    }
    return ValueReader(std::move(state));
}

ValueReader::ValueReader(std::unique_ptr<State> state) : state_(std::move(state)) {}

ValueReader::ValueReader(ValueReader&&) noexcept = default;
ValueReader::~ValueReader() = default;

std::uint64_t ValueReader::value_bytes() const noexcept { return state_->value_bytes; }

std::size_t ValueReader::read(std::span<char> target) {
    if (state_->frame) {
        if (const auto bytes = state_->frame->read(target)) return *bytes;
        transaction::Hold::version_of(state_->snapshot)
            .source->throw_undecodable(format::as_bytes(state_->stored));
    }
    std::string_view& rest = state_->stored;
    const std::size_t bytes = std::min(rest.size(), target.size());
    std::copy_n(rest.data(), bytes, target.data());
    rest.remove_prefix(bytes);
    return bytes;
}

}  // namespace dbdb
