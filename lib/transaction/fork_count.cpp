#include "transaction/fork_count.hpp"

#include <atomic>
#include <pthread.h>

namespace dbdb::transaction {

namespace {

std::atomic<unsigned> forks{0};

}  // namespace

unsigned fork_count() {
    static const int registered = ::pthread_atfork(nullptr, nullptr, [] { forks.fetch_add(1); });
    static_cast<void>(registered);
    return forks.load(std::memory_order_relaxed);
}

}  // namespace dbdb::transaction
