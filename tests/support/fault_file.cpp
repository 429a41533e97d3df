#include "support/fault_file.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

namespace dbdb::test {

namespace {

bool concerns(const Fault& fault, CallKind kind) {
    return std::find(fault.kinds.begin(), fault.kinds.end(), kind) != fault.kinds.end();
}

Error planned_error(const std::string& name, CallKind kind, const Fault& fault) {
    return {Errc::io, name + ": " + name_of(kind) + " that was to fail", fault.system_errno};
}

}  // namespace

void FaultFile::fail(Fault fault) {
    const std::lock_guard guard(mutex_);
    plans_.push_back({std::move(fault), 0});
}

void FaultFile::heal() {
    const std::lock_guard guard(mutex_);
    plans_.clear();
}

std::uint64_t FaultFile::count(CallKind kind) const {
    const std::lock_guard guard(mutex_);
    return counts_[static_cast<std::size_t>(kind)];
}

std::optional<Fault> FaultFile::next_fault(CallKind kind) const {
    const std::lock_guard guard(mutex_);
    ++counts_[static_cast<std::size_t>(kind)];
    std::optional<Fault> hit;
    for (Plan& plan : plans_) {
        if (!concerns(plan.fault, kind)) continue;
        ++plan.calls;
        const bool later = plan.fault.ever_after && plan.calls > plan.fault.call;
        if (plan.calls == plan.fault.call || later) hit = plan.fault;
    }
    return hit;
}

void FaultFile::pass(CallKind kind) const {
    if (const auto fault = next_fault(kind)) throw planned_error(name(), kind, *fault);
}

void FaultFile::read_at(std::uint64_t offset, std::span<std::byte> target) const {
    pass(CallKind::read);
    inner_->read_at(offset, target);
}

void FaultFile::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    const auto fault = next_fault(CallKind::write);
    if (!fault) return inner_->write_at(offset, source);
    if (fault->after_half) inner_->write_at(offset, source.first(source.size() / 2));
    throw planned_error(name(), CallKind::write, *fault);
}

void FaultFile::sync() {
    pass(CallKind::sync);
    inner_->sync();
}

void FaultFile::truncate(std::uint64_t bytes) {
    pass(CallKind::truncate);
    inner_->truncate(bytes);
}

std::shared_ptr<const Mapping> FaultFile::map(std::uint64_t bytes) const {
    pass(CallKind::map);
    return inner_->map(bytes);
}

}  // namespace dbdb::test
