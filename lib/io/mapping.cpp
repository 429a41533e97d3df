#include "io/mapping.hpp"

#include <algorithm>
#include <cerrno>
#include <cstddef>
#include <limits>

#include <boost/interprocess/exceptions.hpp>
#include <boost/interprocess/mapped_region.hpp>

#include "dbdb/error.hpp"

namespace dbdb::io {

namespace {

namespace interprocess = boost::interprocess;

/// What mapped_region wants to know of a file. The package's own file_mapping would open the name
/// again, without closing on exec and maybe another file than ours.
class MappableDescriptor {
public:
    explicit MappableDescriptor(int number) : number_(number) {}

    interprocess::mapping_handle_t get_mapping_handle() const {
        return interprocess::ipcdetail::mapping_handle_from_file_handle(number_);
    }

    interprocess::mode_t get_mode() const { return interprocess::read_only; }

private:
    int number_;
};

class RegionMapping final : public Mapping {
public:
    explicit RegionMapping(interprocess::mapped_region region)
        : Mapping(static_cast<const std::byte*>(region.get_address()), region.get_size()),
          region_(boost::move(region)) {}

private:
    interprocess::mapped_region region_;
};

std::string failure_text(const std::string& name, std::uint64_t bytes) {
    return name + ": mapping of " + std::to_string(bytes) + " bytes";
}

}  // namespace

std::shared_ptr<const Mapping> map_descriptor(const Descriptor& file,
                                              const std::string& name,
                                              std::uint64_t bytes) {
    if (bytes > static_cast<std::uint64_t>(std::numeric_limits<std::ptrdiff_t>::max()))
        throw Error(Errc::io, failure_text(name, bytes), ENOMEM);
    // A request of 0 would mean "the whole file" to mapped_region, which refuses an empty one.
    const auto window = static_cast<std::size_t>(std::max<std::uint64_t>(bytes, 1));
    try {
        return std::make_shared<const RegionMapping>(interprocess::mapped_region(
            MappableDescriptor(file.number()), interprocess::read_only, 0, window));
    } catch (const interprocess::interprocess_exception& failure) {
        throw Error(Errc::io, failure_text(name, bytes), failure.get_native_error());
    }
}

}  // namespace dbdb::io
