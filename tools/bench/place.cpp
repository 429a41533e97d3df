#include "place.hpp"

#include <algorithm>
#include <cerrno>
#include <cstdlib>
#include <fcntl.h>
#include <system_error>
#include <unistd.h>
#include <utility>

#include "measure.hpp"

namespace dbdb::bench {

TemporaryDirectory::TemporaryDirectory(const std::filesystem::path& parent) {
    std::string name = (parent / "dbdb-bench-XXXXXX").string();
    if (mkdtemp(name.data()) == nullptr)
        throw std::system_error(errno, std::generic_category(), parent.string());
    path_ = std::filesystem::absolute(name);
}

TemporaryDirectory::~TemporaryDirectory() {
    std::error_code ignored;
    std::filesystem::remove_all(path_, ignored);
}

namespace {

/// A store may remove files in the background.
std::uint64_t file_bytes(const std::filesystem::directory_entry& entry) {
    std::error_code vanished;
    const std::uintmax_t bytes = entry.file_size(vanished);
    return vanished ? 0 : bytes;
}

std::uint64_t memory_since(std::uint64_t before) {
    const std::uint64_t now = own_memory_bytes_trimmed();
    return now - std::min(now, before);
}

}  // namespace

Place::Place(const StoreKind& kind, Home home) : kind_(kind), home_(std::move(home)) {}

void Place::open() { store_ = kind_.open(home_); }

void Place::open_unchecked() {
    Home home = home_;
    home.verify_checksums = false;
    store_ = kind_.open(home);
}

void Place::close() { store_.reset(); }

void Place::remove() {
    close();
    std::filesystem::remove_all(home_.directory);
}

void Place::make_empty() {
    remove();
    std::filesystem::create_directories(home_.directory);
    const std::uint64_t before = own_memory_bytes_trimmed();
    open();
    memory_bytes_ = memory_since(before);
}

void Place::make_loaded(std::span<const Change> entries) {
    remove();
    const std::uint64_t before = own_memory_bytes_trimmed();
    make_empty();
    try {
        store_->load(entries);
        if (store_->scan(Direction::forward) != expected_scan(entries)) throw WrongAnswer();
    } catch (...) {
        close();  // Nobody is to take it for a loaded one.
        throw;
    }
    memory_bytes_ = memory_since(before);
}

std::uint64_t directory_bytes(const std::filesystem::path& directory) {
    std::uint64_t bytes = 0;
    for (const auto& entry : std::filesystem::recursive_directory_iterator(directory))
        if (entry.is_regular_file()) bytes += file_bytes(entry);
    return bytes;
}

void Place::settle() const {
    for (const auto& entry : std::filesystem::recursive_directory_iterator(home_.directory)) {
        if (!entry.is_regular_file()) continue;
        const int descriptor = ::open(entry.path().c_str(), O_RDONLY | O_CLOEXEC);
        if (descriptor < 0) continue;
        // Whatever a failure would mean, the pass itself will say.
        ::fsync(descriptor);
        ::close(descriptor);
    }
}

}  // namespace dbdb::bench
