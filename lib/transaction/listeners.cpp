#include "transaction/listeners.hpp"

namespace dbdb::transaction {

void Listeners::add(io::FileWatch& watch) {
    const std::scoped_lock lock(mutex_);
    watches_.push_back(&watch);
}

void Listeners::remove(io::FileWatch& watch) noexcept {
    const std::scoped_lock lock(mutex_);
    std::erase(watches_, &watch);
}

void Listeners::call() noexcept {
    const std::scoped_lock lock(mutex_);
    for (io::FileWatch* watch : watches_)
        watch->call();
}

}  // namespace dbdb::transaction
