/// A file that only counts how long it would be.
#pragma once

#include <atomic>
#include <memory>

#include "dbdb/file.hpp"

namespace dbdb::database {

/// Whatever is written is gone; nothing may be read back. For finding out how long a file would
/// become without making it.
class CountingFile final : public File {
public:
    /// `name` is for messages.
    explicit CountingFile(std::string name) : name_(std::move(name)) {}

    const std::string& name() const noexcept override { return name_; }

    std::uint64_t size() const override { return bytes_; }

    void read_at(std::uint64_t offset, std::span<std::byte> target) const override;
    void write_at(std::uint64_t offset, std::span<const std::byte> source) override;

    void sync() override {}

    void truncate(std::uint64_t bytes) override { bytes_ = bytes; }

    /// A window on nothing.
    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override;

    bool read_only() const noexcept override { return false; }

private:
    std::string name_;
    std::atomic<std::uint64_t> bytes_{0};
};

}  // namespace dbdb::database
