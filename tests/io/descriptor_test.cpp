#include "io/descriptor.hpp"

#include <cerrno>
#include <fcntl.h>
#include <unistd.h>
#include <utility>

#include <doctest/doctest.h>

#include "support/child_process.hpp"

using namespace dbdb;
using namespace dbdb::io;

namespace {

bool is_open(int number) { return ::fcntl(number, F_GETFD) >= 0; }

}  // namespace

TEST_CASE("a descriptor is never a standard stream, even when those are closed") {
    const int status = test::in_child([] {
        for (int stream = 0; stream <= 2; ++stream)
            ::close(stream);
        const Descriptor opened = open_descriptor("/dev/null", O_RDONLY);
        return opened.number() > 2 && !is_open(0) && !is_open(1) && !is_open(2) ? 0 : 1;
    });
    CHECK(status == 0);
}

TEST_CASE("a descriptor is closed on exec") {
    const Descriptor opened = open_descriptor("/dev/null", O_RDONLY);
    CHECK((::fcntl(opened.number(), F_GETFD) & FD_CLOEXEC) != 0);
}

TEST_CASE("a descriptor has one owner and closes with it") {
    Descriptor first = open_descriptor("/dev/null", O_RDONLY);
    const int number = first.number();

    {
        const Descriptor second = std::move(first);
        CHECK(second.number() == number);
        CHECK(is_open(number));
    }

    CHECK_FALSE(is_open(number));
}

TEST_CASE("a refused open gives an empty descriptor and the reason") {
    const Descriptor opened = open_descriptor("/dev/null/below", O_RDONLY);
    CHECK(errno == ENOTDIR);
    CHECK_FALSE(opened);
}

TEST_CASE("a reopened file is an open file of its own") {
    const Descriptor first = open_descriptor("/dev/null", O_RDONLY);
    const Descriptor second = reopen(first, O_RDWR);
    CHECK(second);
    CHECK(second.number() != first.number());
    CHECK((::fcntl(second.number(), F_GETFL) & O_ACCMODE) == O_RDWR);
}
