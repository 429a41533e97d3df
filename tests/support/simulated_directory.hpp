/// Which names a directory may have after a power cut.
///
/// A name that was made, replaced or removed since the last sync of the directory is as before or
/// as after it, each on its own. A rename is whole: never both names, never none. What the file
/// behind a name holds is its own disk's matter.
#pragma once

#include <cstdint>
#include <map>
#include <string>
#include <vector>

namespace dbdb::test {

/// One call that changed a directory or synced it.
struct DirectoryCall {
    enum class Kind { link, rename, remove, sync };

    using File = std::uint64_t;  ///< Which file a name leads to: its number in the system.

    Kind kind = Kind::sync;
    std::string name{};  ///< That is made or replaced, or removed.
    std::string from{};  ///< Of a rename: the name that goes.
    File file = 0;       ///< That `name` leads to; a new file is a link, too.
};

class SimulatedDirectory {
public:
    using Names = std::map<std::string, DirectoryCall::File>;

    /// Goes on by one call.
    void follow(const DirectoryCall& call);

    /// How many states a power cut may leave now.
    std::uint64_t count() const { return std::uint64_t{1} << in_flight_.size(); }

    /// One of them, by its number.
    Names names(std::uint64_t number) const;

private:
    static void apply(const DirectoryCall& call, Names& names);

    Names durable_;
    std::vector<DirectoryCall> in_flight_;
};

}  // namespace dbdb::test
