/// A File whose syncs wait until a test lets them go on, and which tells what it has been asked.
#pragma once

#include <condition_variable>
#include <memory>
#include <mutex>
#include <string>

#include "dbdb/file.hpp"

namespace dbdb::test {

class GateFile final : public File {
public:
    explicit GateFile(std::shared_ptr<File> inner) : inner_(std::move(inner)) {}

    const std::string& name() const noexcept override { return inner_->name(); }

    std::uint64_t size() const override { return inner_->size(); }

    void read_at(std::uint64_t offset, std::span<std::byte> target) const override {
        inner_->read_at(offset, target);
    }

    void write_at(std::uint64_t offset, std::span<const std::byte> source) override;
    void sync() override;

    void truncate(std::uint64_t bytes) override { inner_->truncate(bytes); }

    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override {
        return inner_->map(bytes);
    }

    bool read_only() const noexcept override { return inner_->read_only(); }

    /// From now on syncs wait at the gate.
    void shut();

    /// All go on.
    void open();

    /// Waits until so many syncs have begun since the file was made.
    void wait_for_syncs(unsigned count);

    /// Waits until so many writes of records have been made since the gate was shut.
    void wait_for_appends(unsigned count);

    unsigned sync_count() const;

private:
    std::shared_ptr<File> inner_;
    mutable std::mutex mutex_;
    std::condition_variable changed_;
    bool is_shut_ = false;
    unsigned syncs_ = 0;
    unsigned appends_ = 0;
};

}  // namespace dbdb::test
