/// A generation read together with all that it builds on, as one backup.
#pragma once

#include <cstddef>
#include <cstdint>
#include <memory>
#include <span>
#include <vector>

#include "database/generation_list.hpp"

namespace dbdb::database {

/// Gives the bytes of a database file at the commit of a generation. What each file holds is held
/// against its checksum on the way, so an end that is reached was right.
class GenerationChain {
public:
    /// Throws Error: not_found when there is no generation `id`; corrupt, naming the file, when it
    /// or one that it needs is damaged or missing. 0 means the newest.
    GenerationChain(const io::Directory& directory, GenerationId id);

    /// How many bytes it gives in all.
    std::uint64_t bytes() const;

    /// Fills part of `target` with the next bytes; 0 at the end. Throws Error: corrupt, io.
    std::size_t read(std::span<std::byte> target);

private:
    /// One file of it, while it is read.
    struct Part;

    bool open_next();
    void finish_part();

    const io::Directory& directory_;
    std::vector<Generation> generations_;  ///< The whole one first.
    std::size_t next_ = 0;
    std::shared_ptr<Part> part_;
    std::vector<std::byte> pages_;  ///< What is left to give of the fixed pages.
};

}  // namespace dbdb::database
