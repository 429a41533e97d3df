#include "process.hpp"

#include <cerrno>
#include <csignal>
#include <cstdlib>
#include <fcntl.h>
#include <initializer_list>
#include <unistd.h>

namespace dbdb::tool {

namespace {

bool is_open(int descriptor) { return ::fcntl(descriptor, F_GETFD) != -1 || errno != EBADF; }

/// Opened for the wrong direction, the stand-in is as useless as the closed one was. The lowest
/// free descriptor is taken, so going up from 0 each lands where it belongs.
void stand_in(int descriptor) {
    if (is_open(descriptor)) return;
    const int flags = descriptor == STDIN_FILENO ? O_WRONLY : O_RDONLY;
    if (::open("/dev/null", flags) != descriptor) std::abort();
}

void die_of_closed_pipes() {
    sigset_t closed_pipe;
    sigemptyset(&closed_pipe);
    sigaddset(&closed_pipe, SIGPIPE);
    std::signal(SIGPIPE, SIG_DFL);
    ::sigprocmask(SIG_UNBLOCK, &closed_pipe, nullptr);
}

}  // namespace

void prepare_process() {
    for (const int descriptor : {STDIN_FILENO, STDOUT_FILENO, STDERR_FILENO})
        stand_in(descriptor);
    die_of_closed_pipes();
}

}  // namespace dbdb::tool
