/// The file that a compaction makes, and how it takes the place of the old one.
///
/// The order of the calls is a promise; lib/DESIGN.md, "Compaction", has the proof. Whoever calls
/// has the writer's turn.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>

#include "database/compaction.hpp"
#include "io/replacement_file.hpp"

namespace dbdb::database {

using transaction::World;

class Successor {
public:
    /// Makes an empty file beside that of `world`, or in memory when that one is. It is expected to
    /// need `expected_bytes`. `step` is told the steps of `take_over`. Throws Error: unsupported
    /// for what cannot be replaced, locked when another compaction is under way, io.
    Successor(World& world,
              std::uint64_t expected_bytes,
              const std::function<void(CompactStep)>& step);

    const std::shared_ptr<File>& file() const { return file_; }

    /// Whether the old file has a name to be taken, and others may open it.
    bool has_name() const { return replacement_ != nullptr; }

    /// Throws Error when the old file is not what it was when this was made.
    void require_same_place() const;

    /// The file is complete and synced: it gets the name, and `world` goes over to it. When it
    /// throws everything is as it was, unless the name could not be made durable.
    void take_over();

private:
    void make_replacement(const io::LocalFile& original, std::uint64_t expected_bytes);
    void require_space(const io::LocalFile& original, std::uint64_t expected_bytes) const;

    void tell(CompactStep step) const {
        if (step_) step_(step);
    }

    World& world_;
    const std::function<void(CompactStep)>& step_;
    format::FileId old_file_id_;
    std::unique_ptr<io::ReplacementFile> replacement_;
    std::shared_ptr<File> file_;
};

}  // namespace dbdb::database
