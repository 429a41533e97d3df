#include "transaction/fork_count.hpp"

#include <pthread.h>

namespace dbdb::transaction {

void watch_forks() {
    static const int registered =
        ::pthread_atfork(nullptr, nullptr, [] { detail::forks.fetch_add(1); });
    static_cast<void>(registered);
}

}  // namespace dbdb::transaction
