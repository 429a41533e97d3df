/// A File whose calls fail when a test wants them to.
#pragma once

#include <array>
#include <cerrno>
#include <memory>
#include <mutex>
#include <optional>
#include <string>
#include <vector>

#include "dbdb/file.hpp"

#include "support/call_kind.hpp"

namespace dbdb::test {

/// How much of a write that fails has reached the file all the same.
enum class Written { nothing, half, all };

/// Which call fails, and how.
struct Fault {
    static constexpr std::uint64_t forever = UINT64_MAX;

    std::vector<CallKind> kinds{};  ///< Calls of these kinds are counted together.
    std::uint64_t call = 1;         ///< The first one after fail() that fails, counted from 1.
    std::uint64_t times = 1;        ///< So many calls in a row fail.
    int system_errno = EIO;         ///< The reason in the Error{Errc::io}.
    Written written = Written::nothing;
};

/// Passes calls on to `inner`, but for those that fail: they throw Error{Errc::io}, with a text as
/// that of a real file, and leave the file as it was, except for what `Fault::written` says. Any
/// thread may call.
class FaultFile final : public File {
public:
    explicit FaultFile(std::shared_ptr<File> inner) : inner_(std::move(inner)) {}

    /// From now on; faults planned before stay planned.
    void fail(Fault fault);

    /// Forgets all planned faults.
    void heal();

    /// How many calls of `kind` were made, failed ones included.
    std::uint64_t count(CallKind kind) const;

    /// How many calls have failed.
    std::uint64_t failed_count() const;

    const std::string& name() const noexcept override { return inner_->name(); }

    std::uint64_t size() const override;
    void read_at(std::uint64_t offset, std::span<std::byte> target) const override;
    void write_at(std::uint64_t offset, std::span<const std::byte> source) override;
    void sync() override;
    void truncate(std::uint64_t bytes) override;
    std::shared_ptr<const Mapping> map(std::uint64_t bytes) const override;

    bool read_only() const noexcept override { return inner_->read_only(); }

private:
    struct Plan {
        Fault fault{};
        std::uint64_t calls = 0;  ///< Of its kinds, since it was planned.
    };

    std::optional<Fault> next_fault(CallKind kind) const;
    void pass(CallKind kind, const std::string& place) const;

    std::shared_ptr<File> inner_;
    mutable std::mutex mutex_;
    mutable std::vector<Plan> plans_;
    mutable std::array<std::uint64_t, call_kind_count> counts_{};
    mutable std::uint64_t failed_ = 0;
};

}  // namespace dbdb::test
