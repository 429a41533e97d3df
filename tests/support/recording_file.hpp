/// A File that remembers what was done to it, in order, so that a test can say what a commit writes
/// and syncs, or play the calls again up to a crash.
#pragma once

#include <memory>
#include <mutex>
#include <string>
#include <vector>

#include "dbdb/file.hpp"

#include "support/call_kind.hpp"

namespace dbdb::test {

/// One call that changed, synced or mapped the file; reads are not recorded.
struct RecordedCall {
    CallKind kind = CallKind::sync;
    std::uint64_t offset = 0;        ///< Of a write; the new length for truncate; else 0.
    std::uint64_t window_bytes = 0;  ///< What map was asked for; else 0.
    std::vector<std::byte> bytes{};  ///< What was written.

    friend bool operator==(const RecordedCall&, const RecordedCall&) = default;
};

/// Passes every call on to `inner`. A call is recorded when it has succeeded; calls of several
/// threads are made one after the other, in the order of the record.
class RecordingFile final : public File {
public:
    explicit RecordingFile(std::shared_ptr<File> inner) : inner_(std::move(inner)) {}

    const std::string& name() const noexcept override { return inner_->name(); }

    std::uint64_t size() const override { return inner_->size(); }

    void read_at(std::uint64_t offset, std::span<std::byte> target) const override {
        inner_->read_at(offset, target);
    }

    void write_at(std::uint64_t offset, std::span<const std::byte> source) override;
    void sync() override;
    void truncate(std::uint64_t bytes) override;
    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override;

    bool read_only() const noexcept override { return inner_->read_only(); }

    /// All calls so far.
    std::vector<RecordedCall> calls() const;

    /// Forgets the calls so far.
    void clear();

private:
    std::shared_ptr<File> inner_;
    mutable std::mutex mutex_;
    mutable std::vector<RecordedCall> calls_;
};

/// The calls as text, one per line: `write 4096 512` (offset, bytes), `sync`, `truncate 8192`
/// (length), `map 65536` (bytes).
std::string trace(const std::vector<RecordedCall>& calls);

}  // namespace dbdb::test
