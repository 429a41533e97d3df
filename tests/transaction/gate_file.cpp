#include "gate_file.hpp"

#include "format/layout.hpp"

namespace dbdb::test {

void GateFile::write_at(std::uint64_t offset, std::span<const std::byte> source) {
    inner_->write_at(offset, source);
    const std::scoped_lock lock(mutex_);
    if (offset >= format::records_begin) ++appends_;
    changed_.notify_all();
}

void GateFile::sync() {
    {
        std::unique_lock lock(mutex_);
        ++syncs_;
        changed_.notify_all();
        changed_.wait(lock, [this] { return !is_shut_; });
    }
    inner_->sync();
}

void GateFile::shut() {
    const std::scoped_lock lock(mutex_);
    is_shut_ = true;
    appends_ = 0;
}

void GateFile::open() {
    const std::scoped_lock lock(mutex_);
    is_shut_ = false;
    changed_.notify_all();
}

void GateFile::wait_for_syncs(unsigned count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return syncs_ >= count; });
}

void GateFile::wait_for_appends(unsigned count) {
    std::unique_lock lock(mutex_);
    changed_.wait(lock, [&] { return appends_ >= count; });
}

unsigned GateFile::sync_count() const {
    const std::scoped_lock lock(mutex_);
    return syncs_;
}

}  // namespace dbdb::test
