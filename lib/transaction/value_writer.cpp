#include <string>
#include <vector>

#include "dbdb/error.hpp"
#include "dbdb/value_stream.hpp"

#include "transaction/change.hpp"
#include "transaction/entry_attributes.hpp"

namespace dbdb {

using transaction::Change;

struct ValueWriter::State {
    Change::Stream stream;
};

ValueWriter Keyspace::value_writer(std::string_view key,
                                   std::optional<std::uint64_t> value_bytes,
                                   EntryOptions options) {
    change();
    return ValueWriter(std::unique_ptr<ValueWriter::State>(
        new ValueWriter::State{{change_, opened_, key, value_bytes, std::move(options)}}));
}

ValueWriter::ValueWriter(std::unique_ptr<State> state) : state_(std::move(state)) {}

ValueWriter::ValueWriter(ValueWriter&&) noexcept = default;
ValueWriter::~ValueWriter() = default;

void ValueWriter::write(std::string_view bytes) { state_->stream.write(bytes); }

std::uint64_t ValueWriter::written_bytes() const noexcept { return state_->stream.value_bytes(); }

void ValueWriter::finish() { state_->stream.finish(); }

namespace transaction {

namespace {

/// Values up to this size are set as any other.
constexpr std::size_t held_bytes_max = std::size_t{256} << 10;

}  // namespace

Change::Stream::Stream(std::shared_ptr<Change> change,
                       std::shared_ptr<Opened> keyspace,
                       std::string_view key,
                       std::optional<std::uint64_t> value_bytes,
                       EntryOptions options)
    : change_(std::move(change)),
      keyspace_(std::move(keyspace)),
      key_(key),
      announced_bytes_(value_bytes),
      options_(std::move(options)) {
    change_->require_active();
    change_->require_limits(key_.size(), announced_bytes_.value_or(0));
    change_->has_run_ = true;
}

Change::Stream::~Stream() { leave(); }

void Change::Stream::leave() noexcept {
    if (is_open_) change_->has_run_ = false;
    is_open_ = false;
}

void Change::Stream::require_open() const {
    if (!is_open_) throw Error(Errc::closed, "the value writer has been finished");
    change_->require_alive();
}

void Change::Stream::throw_wrong_size() const {
    throw Error(Errc::invalid,
                change_->name() + ": value of " + std::to_string(value_bytes_) + " bytes, " +
                    std::to_string(*announced_bytes_) + " were announced");
}

void Change::Stream::write(std::string_view bytes) {
    require_open();
    change_->require_limits(key_.size(), value_bytes_ + bytes.size());
    value_bytes_ += bytes.size();
    if (announced_bytes_ && value_bytes_ > *announced_bytes_) throw_wrong_size();
    change_->guarded([&] {
        const std::string_view fitting = bytes.substr(0, held_bytes_max - held_.size());
        held_ += fitting;
        bytes.remove_prefix(fitting.size());
        if (bytes.empty()) return;
        pass_on(held_);
        held_.clear();
        bytes.size() < held_bytes_max ? void(held_ = bytes) : pass_on(bytes);
    });
}

/// What comes first is as long as can be held, or the whole value.
void Change::Stream::pass_on(std::string_view bytes) {
    if (!blob_) begin(bytes);
    passed_bytes_ += bytes.size();
    if (!frame_) return blob_->write(std::as_bytes(std::span(bytes)));
    frame_->write(bytes);
    if (passed_bytes_ > change_->options_.decompressed_bytes_max) {
        frame_->finish();
        unpack();
    }
}

/// Compresses where that is wanted and the first bytes say that it saves enough.
void Change::Stream::begin(std::string_view bytes) {
    const std::uint64_t known_bytes = announced_bytes_.value_or(bytes.size());
    if (const auto level = change_->compression_level_for(*keyspace_, known_bytes)) {
        begin_frame(*level);
        frame_->write(bytes);
        const bool is_worthwhile = format::is_worthwhile(blob_->value_bytes(), bytes.size());
        frame_.reset();
        blob_.reset();  // Goes back to where it began.
        if (is_worthwhile) return begin_frame(*level);
    }
    blob_.emplace(change_->appender_, announced_bytes_);
}

void Change::Stream::begin_frame(int level) {
    blob_.emplace(change_->appender_, std::nullopt);
    frame_.emplace(level, [this](std::span<const std::byte> bytes) { blob_->write(bytes); });
}

/// Writes what was compressed once more as it is, behind its frame, which becomes unused bytes.
void Change::Stream::unpack() {
    frame_.reset();
    const format::BlobRef blob = blob_->finish();
    change_->write_out();
    const std::shared_ptr<const tree::Source> source = change_->source_;
    format::FrameReader frame(source->blob(blob), passed_bytes_);
    blob_.emplace(change_->appender_, announced_bytes_);
    std::vector<char> piece(held_bytes_max);
    for (std::uint64_t left = passed_bytes_; left > 0;) {
        const auto bytes = frame.read(piece);
        if (!bytes || *bytes == 0) source->throw_corrupt("frame that was written", blob.offset);
        blob_->write(std::as_bytes(std::span(piece).first(*bytes)));
        left -= *bytes;
    }
}

void Change::Stream::finish() {
    require_open();
    if (announced_bytes_ && value_bytes_ != *announced_bytes_) throw_wrong_size();
    if (!blob_) {
        leave();
        return change_->set(*keyspace_, key_, held_, options_);
    }
    const EntryAttributes wanted(
        change_->name(), key_, options_, change_->source_->now_ms(), PastExpiry::refused);
    change_->guarded([&] {
        pass_on(held_);
        if (frame_) {
            frame_->finish();
            if (!format::is_worthwhile(blob_->value_bytes(), value_bytes_)) unpack();
        }
        const format::Attributes attributes =
            change_->attributes_for(*keyspace_, key_, wanted.view());
        std::vector<std::byte>& payload = change_->payload_;
        const std::uint64_t raw_bytes = frame_ ? value_bytes_ : 0;
        format::write_payload(payload, attributes, blob_->finish(), raw_bytes);
        leave();
        change_->put(*keyspace_, {key_, format::as_text(payload.data(), payload.size()), true});
    });
}

}  // namespace transaction
}  // namespace dbdb
