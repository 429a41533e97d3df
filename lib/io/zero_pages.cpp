#include "io/zero_pages.hpp"

#include <cerrno>
#include <sys/mman.h>

#include "dbdb/error.hpp"

namespace dbdb::io {

ZeroPages::ZeroPages(std::size_t bytes, const std::string& name) : bytes_(bytes) {
    constexpr int flags = MAP_PRIVATE | MAP_ANONYMOUS | MAP_NORESERVE;
    data_ = ::mmap(nullptr, bytes, PROT_READ | PROT_WRITE, flags, -1, 0);
    if (data_ == MAP_FAILED) {
        const int reason = errno;
        throw Error(
            Errc::io, name + ": " + std::to_string(bytes) + " bytes of address space", reason);
    }
}

ZeroPages::~ZeroPages() { ::munmap(data_, bytes_); }

}  // namespace dbdb::io
