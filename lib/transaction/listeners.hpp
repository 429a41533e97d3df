/// Those in this process who wait for the next version that readers see.
#pragma once

#include <mutex>
#include <vector>

#include "io/file_watch.hpp"

namespace dbdb::transaction {

/// All functions may be called by any thread.
class Listeners {
public:
    /// From now on `watch` is called for every version that is published.
    void add(io::FileWatch& watch);
    void remove(io::FileWatch& watch) noexcept;

    /// To be called behind the publication: who was not yet added then will see the version.
    void call() noexcept;

private:
    std::mutex mutex_;
    std::vector<io::FileWatch*> watches_;
};

}  // namespace dbdb::transaction
