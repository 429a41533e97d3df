#include "database/observing.hpp"

#include "transaction/hold.hpp"

namespace dbdb::database {

Observing::Observing(std::shared_ptr<transaction::World> world, const Options& options)
    : world_(std::move(world)), observer_(std::make_shared<const Options>(options)) {
    tell_opened();
    if (world_->recovery().fell_back) tell_recovered();
    world_->activity().observers().add(observer_);
}

Observing::~Observing() {
    metrics::Observers& observers = world_->activity().observers();
    observers.tell(observer_, "closed", Severity::info, {});
    observers.remove(observer_);
}

void Observing::tell_opened() const {
    const Snapshot now = world_->snapshot();
    const transaction::Version& version = transaction::Hold::version_of(now);
    world_->activity().observers().tell(observer_,
                                        "opened",
                                        Severity::info,
                                        {{"commit", version.id()},
                                         {"entries", version.main.count},
                                         {"file_bytes", world_->published_file()->size()},
                                         {"read_only", observer_->read_only}});
}

void Observing::tell_recovered() const noexcept {
    const Recovery& recovery = world_->recovery();
    world_->activity().observers().tell(observer_,
                                        "fell_back",
                                        Severity::warning,
                                        {{"commit", recovery.commit},
                                         {"newest_named_commit", recovery.newest_named},
                                         {"reason", std::string_view(recovery.reason)}});
}

}  // namespace dbdb::database
