#include "transaction/thread_barrier.hpp"

#include <atomic>

#ifdef __linux__
#include <linux/membarrier.h>
#include <sys/syscall.h>
#include <unistd.h>
#endif

namespace dbdb::transaction {

namespace {

/// An addition to some atomic, in place of a fence, which the thread sanitizer does not know.
void own_barrier() noexcept {
    static std::atomic<unsigned> passed{0};
    passed.fetch_add(1, std::memory_order_seq_cst);
}

}  // namespace

#ifdef __linux__

namespace {

bool call_membarrier(int command) noexcept { return ::syscall(SYS_membarrier, command, 0, 0) == 0; }

}  // namespace

bool has_thread_barrier() noexcept {
    static const bool is_registered = call_membarrier(MEMBARRIER_CMD_REGISTER_PRIVATE_EXPEDITED);
    return is_registered;
}

void thread_barrier() noexcept {
    own_barrier();
    if (has_thread_barrier()) call_membarrier(MEMBARRIER_CMD_PRIVATE_EXPEDITED);
}

#else

bool has_thread_barrier() noexcept { return false; }

void thread_barrier() noexcept { own_barrier(); }

#endif

}  // namespace dbdb::transaction
