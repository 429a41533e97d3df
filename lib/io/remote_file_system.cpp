#include "io/remote_file_system.hpp"

#include <algorithm>
#include <array>
#include <sys/vfs.h>

#include "io/failure.hpp"

namespace dbdb::io {

namespace {

constexpr std::array<std::uint32_t, 10> remote_types = {
    0x0000'6969,  // NFS
    0x0000'517B,  // SMB
    0xFF53'4D42,  // CIFS
    0xFE53'4D42,  // SMB 2
    0x6573'5546,  // FUSE
    0x0000'564C,  // NCP
    0x5346'414F,  // AFS
    0x7375'7245,  // Coda
    0x00C3'6400,  // Ceph
    0x0BD0'0BD0,  // Lustre
};

}  // namespace

bool is_remote_type(std::uint32_t type) noexcept {
    return std::find(remote_types.begin(), remote_types.end(), type) != remote_types.end();
}

bool is_remote(const std::filesystem::path& path) {
    struct statfs status {};

    int result = -1;
    do {
        result = ::statfs(path.c_str(), &status);
    } while (result != 0 && errno == EINTR);
    if (result == 0) return is_remote_type(static_cast<std::uint32_t>(status.f_type));
    const Errc kind = errno == ENOENT || errno == ENOTDIR ? Errc::not_found : Errc::io;
    throw Error(kind, path.string() + ": cannot tell the file system", errno);
}

}  // namespace dbdb::io
