#include "io/memory_file.hpp"

#include <sys/mman.h>
#include <utility>

#include "io/failure.hpp"

namespace dbdb::io {

std::shared_ptr<LocalFile> make_memory_file(std::string name) {
    Descriptor descriptor =
        beyond_standard_streams(Descriptor(::memfd_create("dbdb", MFD_CLOEXEC)));
    if (!descriptor) throw io_error(name + ": cannot make a file in memory");
    return std::make_shared<LocalFile>(LocalFile::Parts{
        .descriptor = std::move(descriptor), .name = std::move(name), .volatile_memory = true});
}

}  // namespace dbdb::io
