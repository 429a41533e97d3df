#include "replay.hpp"

#include <fstream>

namespace dbdb::test {

void write_files(Replay& replay,
                 const SimulatedDirectory::Names& names,
                 const std::filesystem::path& directory,
                 Random& random) {
    for (const auto& [name, file] : names) {
        const PowerCut cut(replay.file(file), 512, {});
        const auto image = cut.image(cut.sample(random), random);
        std::ofstream(directory / name, std::ios::binary)
            .write(reinterpret_cast<const char*>(image.data()),
                   static_cast<std::streamsize>(image.size()));
    }
}

}  // namespace dbdb::test
