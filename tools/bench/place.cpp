#include "place.hpp"

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

Place::Place(const StoreKind& kind, std::filesystem::path directory)
    : kind_(kind), directory_(std::move(directory)) {}

void Place::open() { store_ = kind_.open(directory_); }

void Place::close() { store_.reset(); }

void Place::remove() {
    close();
    std::filesystem::remove_all(directory_);
}

void Place::make_empty() {
    remove();
    std::filesystem::create_directories(directory_);
    open();
}

void Place::make_loaded(std::span<const Change> entries) {
    make_empty();
    try {
        store_->load(entries);
        if (store_->scan(Direction::forward) != expected_scan(entries)) throw WrongAnswer();
    } catch (...) {
        close();  // Nobody is to take it for a loaded one.
        throw;
    }
}

void Place::settle() const {
    const int descriptor = ::open(directory_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
    if (descriptor < 0)
        throw std::system_error(errno, std::generic_category(), directory_.string());
    // Whatever a failure would mean, the pass itself will say.
    ::syncfs(descriptor);
    ::close(descriptor);
}

}  // namespace dbdb::bench
