#include "support/recording_file.hpp"

namespace dbdb::test {

namespace {

std::string line(const RecordedCall& call) {
    const std::string name = name_of(call.kind);
    switch (call.kind) {
        case CallKind::write:
            return name + " " + std::to_string(call.offset) + " " +
                   std::to_string(call.bytes.size());
        case CallKind::truncate:
            return name + " " + std::to_string(call.offset);
        case CallKind::map:
            return name + " " + std::to_string(call.window_bytes);
        case CallKind::read:
        case CallKind::sync:
        case CallKind::size:
            break;
    }
    return name;
}

}  // namespace

void RecordingFile::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    const std::lock_guard guard(mutex_);
    inner_->write_at(offset, source);
    calls_.push_back({CallKind::write, offset, 0, {source.begin(), source.end()}});
}

void RecordingFile::sync() {
    const std::lock_guard guard(mutex_);
    inner_->sync();
    calls_.push_back({CallKind::sync});
}

void RecordingFile::truncate(std::uint64_t bytes) {
    const std::lock_guard guard(mutex_);
    inner_->truncate(bytes);
    calls_.push_back({CallKind::truncate, bytes});
}

std::shared_ptr<const Mapping> RecordingFile::map(std::uint64_t bytes) const {
    const std::lock_guard guard(mutex_);
    std::shared_ptr<const Mapping> mapping = inner_->map(bytes);
    calls_.push_back({CallKind::map, 0, bytes});
    return mapping;
}

std::vector<RecordedCall> RecordingFile::calls() const {
    const std::lock_guard guard(mutex_);
    return calls_;
}

void RecordingFile::clear() {
    const std::lock_guard guard(mutex_);
    calls_.clear();
}

std::string trace(const std::vector<RecordedCall>& calls) {
    std::string text;
    for (const RecordedCall& call : calls)
        text += line(call) + "\n";
    return text;
}

}  // namespace dbdb::test
