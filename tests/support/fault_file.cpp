#include "support/fault_file.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

namespace dbdb::test {

namespace {

bool concerns(const Fault& fault, CallKind kind) {
    return std::find(fault.kinds.begin(), fault.kinds.end(), kind) != fault.kinds.end();
}

std::string place(std::uint64_t bytes, std::uint64_t offset) {
    return " of " + std::to_string(bytes) + " bytes at byte " + std::to_string(offset);
}

Error planned_error(const File& file, CallKind kind, const std::string& place, const Fault& fault) {
    return {Errc::io, file.name() + ": " + name_of(kind) + place, fault.system_errno};
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

std::uint64_t FaultFile::failed_count() const {
    const std::lock_guard guard(mutex_);
    return failed_;
}

std::optional<Fault> FaultFile::next_fault(CallKind kind) const {
    const std::lock_guard guard(mutex_);
    ++counts_[static_cast<std::size_t>(kind)];
    std::optional<Fault> hit;
    for (Plan& plan : plans_) {
        if (!concerns(plan.fault, kind)) continue;
        ++plan.calls;
        const Fault& fault = plan.fault;
        if (plan.calls >= fault.call && plan.calls - fault.call < fault.times) hit = fault;
    }
    failed_ += hit.has_value();
    return hit;
}

void FaultFile::pass(CallKind kind, const std::string& place) const {
    if (const auto fault = next_fault(kind)) throw planned_error(*this, kind, place, *fault);
}

std::uint64_t FaultFile::size() const {
    pass(CallKind::size, "");
    return inner_->size();
}

void FaultFile::read_at(std::uint64_t offset, std::span<std::byte> target) const {
    pass(CallKind::read, place(target.size(), offset));
    inner_->read_at(offset, target);
}

void FaultFile::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    const auto fault = next_fault(CallKind::write);
    if (!fault) return inner_->write_at(offset, source);
    if (fault->written == Written::half) inner_->write_at(offset, source.first(source.size() / 2));
    if (fault->written == Written::all) inner_->write_at(offset, source);
    throw planned_error(*this, CallKind::write, place(source.size(), offset), *fault);
}

void FaultFile::sync() {
    pass(CallKind::sync, "");
    inner_->sync();
}

void FaultFile::truncate(std::uint64_t bytes) {
    pass(CallKind::truncate, " to " + std::to_string(bytes));
    inner_->truncate(bytes);
}

std::shared_ptr<const Mapping> FaultFile::map(std::uint64_t bytes) const {
    pass(CallKind::map, place(bytes, 0));
    return inner_->map(bytes);
}

}  // namespace dbdb::test
