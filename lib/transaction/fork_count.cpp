#include "transaction/fork_count.hpp"

#include <pthread.h>

#include "dbdb/error.hpp"

namespace dbdb::transaction {

void watch_forks() {
    static const bool is_watching = [] {
        const int reason = ::pthread_atfork(nullptr, nullptr, [] { detail::forks.fetch_add(1); });
        if (reason != 0) throw Error(Errc::io, "cannot watch for forks", reason);
        return true;
    }();
    static_cast<void>(is_watching);
}

}  // namespace dbdb::transaction
