/// A large array of zeros that costs memory only where it is written.
#pragma once

#include <cstddef>
#include <string>

namespace dbdb::io {

/// Anonymous memory from the system, zero until written. Throws Error{Errc::io} when there is none;
/// the text begins with `name`, that of the file which they are for.
class ZeroPages {
public:
    ZeroPages(std::size_t bytes, const std::string& name);
    ~ZeroPages();

    void* data() const noexcept { return data_; }

    ZeroPages(const ZeroPages&) = delete;
    ZeroPages& operator=(const ZeroPages&) = delete;

private:
    void* data_;
    std::size_t bytes_;
};

}  // namespace dbdb::io
