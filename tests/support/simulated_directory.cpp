#include "support/simulated_directory.hpp"

namespace dbdb::test {

using Kind = DirectoryCall::Kind;

void SimulatedDirectory::apply(const DirectoryCall& call, Names& names) {
    if (call.kind == Kind::rename) names.erase(call.from);
    if (call.kind == Kind::remove) {
        names.erase(call.name);
    } else {
        names[call.name] = call.file;
    }
}

void SimulatedDirectory::follow(const DirectoryCall& call) {
    if (call.kind != Kind::sync) return in_flight_.push_back(call);
    for (const DirectoryCall& pending : in_flight_)
        apply(pending, durable_);
    in_flight_.clear();
}

SimulatedDirectory::Names SimulatedDirectory::names(std::uint64_t number) const {
    Names names = durable_;
    for (std::size_t index = 0; index < in_flight_.size(); ++index)
        if ((number >> index & 1) != 0) apply(in_flight_[index], names);
    return names;
}

}  // namespace dbdb::test
