#include <doctest/doctest.h>

#include "script.hpp"
#include "support/soak.hpp"

namespace dbdb::test {
namespace {

/// Runs the workload with one fault planned; whether a call has failed.
bool survives(const Workload& workload, const Fault& fault) {
    Script script(workload.options);
    FaultFile& faults = *script.store().faults;
    faults.fail(fault);
    const auto error = error_of([&] { workload.run(script); });
    const bool was_hit = faults.failed_count() > 0;
    faults.heal();
    if (error) script.check_after(*error, fault);
    script.check_reopened();
    return was_hit;
}

/// Lets each call in turn fail until the workload runs through; how many calls that were.
std::uint64_t fail_each_call(const Workload& workload, Fault fault) {
    const std::string name = workload.name;
    CAPTURE(name);
    SoakTally faults("faults of the file injected");
    for (fault.call = 1;; ++fault.call) {
        CAPTURE(fault.call);
        if (!survives(workload, fault)) return fault.call - 1;
        faults.add_one();
    }
}

void fail_each_call_of_all(const Fault& fault, std::uint64_t calls_min) {
    std::uint64_t calls = 0;
    for (const Workload& workload : workloads())
        calls += fail_each_call(workload, fault);
    CHECK(calls >= calls_min);
}

}  // namespace

TEST_CASE("rule 6: whichever write fails, whatever it has written, nothing committed is lost") {
    for (const auto& [written, reason] : {std::pair(Written::nothing, ENOSPC),
                                          std::pair(Written::half, EDQUOT),
                                          std::pair(Written::all, EIO)}) {
        fail_each_call_of_all(
            {.kinds = {CallKind::write}, .system_errno = reason, .written = written}, 100);
    }
}

TEST_CASE("rule 8: whichever sync fails, nothing is retried and nothing committed is lost") {
    fail_each_call_of_all({.kinds = {CallKind::sync}, .system_errno = EIO}, 30);
    fail_each_call_of_all({.kinds = {CallKind::sync}, .system_errno = ENOSPC}, 30);
}

TEST_CASE("whichever read, mapping or look at the length fails, nothing is lost") {
    for (const CallKind kind : {CallKind::read, CallKind::map, CallKind::size})
        fail_each_call_of_all({.kinds = {kind}, .system_errno = ENOMEM}, 20);
}

TEST_CASE("whichever two calls in a row fail, nothing committed is lost") {
    for (const Written written : {Written::nothing, Written::half, Written::all}) {
        fail_each_call_of_all({.kinds = {CallKind::write, CallKind::sync},
                               .times = 2,
                               .system_errno = EIO,
                               .written = written},
                              100);
    }
}

TEST_CASE("whichever call is the last that does not fail, nothing committed is lost") {
    for (const Written written : {Written::nothing, Written::half, Written::all}) {
        fail_each_call_of_all({.kinds = {CallKind::write, CallKind::sync, CallKind::read},
                               .times = Fault::forever,
                               .system_errno = EIO,
                               .written = written},
                              100);
    }
}

}  // namespace dbdb::test
