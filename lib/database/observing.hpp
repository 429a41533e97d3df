/// A handle's hook, told what happens as long as the handle is open.
#pragma once

#include <memory>

#include "dbdb/options.hpp"

#include "metrics/observers.hpp"
#include "transaction/world.hpp"

namespace dbdb::database {

class Observing {
public:
    /// Tells that the file was opened, and how it was found. `options` has a hook.
    Observing(std::shared_ptr<transaction::World> world, const Options& options);

    /// Tells that it is closed. Then the hook is not called any more.
    ~Observing();

    Observing(const Observing&) = delete;
    Observing& operator=(const Observing&) = delete;

private:
    void tell_opened() const;
    void tell_recovered() const noexcept;

    std::shared_ptr<transaction::World> world_;
    metrics::Observers::Observer observer_;
};

}  // namespace dbdb::database
