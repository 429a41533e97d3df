/// The writer's turn of a file that is to lose its name, whether it opens as a database or not.
#pragma once

#include <memory>

#include "io/local_file.hpp"
#include "io/writer_lock.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

class ExclusiveUse {
public:
    /// Waits. `world` is null for a file that does not open. Throws Error{Errc::locked} when
    /// another file has taken its name meanwhile.
    ExclusiveUse(transaction::World* world, const std::shared_ptr<io::LocalFile>& file);

    ~ExclusiveUse() { give_up(); }

    ExclusiveUse(const ExclusiveUse&) = delete;
    ExclusiveUse& operator=(const ExclusiveUse&) = delete;

    /// Goes over to the file that is about to get the name; only without a world.
    void move_to(const std::shared_ptr<io::LocalFile>& file) { lock_->move_to(file); }

private:
    void give_up();

    transaction::World* world_;
    std::shared_ptr<io::WriterLock> lock_;
};

}  // namespace dbdb::database
