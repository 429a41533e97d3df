#include "io/zero_pages.hpp"

#include <cerrno>
#include <string>
#include <sys/mman.h>

#include "dbdb/error.hpp"

namespace dbdb::io {

ZeroPages::ZeroPages(std::size_t bytes) : bytes_(bytes) {
    constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    data_ = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (data_ == MAP_FAILED) {
        throw Error(Errc::io, "cannot reserve " + std::to_string(bytes) + " bytes", errno);
    }
}

ZeroPages::~ZeroPages() { ::munmap(data_, bytes_); }

}  // namespace dbdb::io
