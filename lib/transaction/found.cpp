#include "transaction/found.hpp"

namespace dbdb::transaction {

bool is_cut_off(const File& file, const Version& version) { return file.size() < version.tail; }

void throw_cut_off(const File& file, const Version& version) {
    throw Error(Errc::corrupt,
                file.name() + ": was cut off while it was open, commit " +
                    std::to_string(version.id()) + " ends at byte " + std::to_string(version.tail));
}

}  // namespace dbdb::transaction
