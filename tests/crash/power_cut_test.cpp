/// Power cuts at every point of every kind of life. lib/DESIGN.md, section 3, has the proof of
/// which these are the test.
#include <doctest/doctest.h>

#include "campaign.hpp"

namespace dbdb::test {

TEST_CASE("rule 1: whatever sectors a power cut leaves, nothing acknowledged is lost") {
    run({"sectors of 512 bytes", 0.40, 512}, plain_workloads());
}

TEST_CASE("rule 2: nothing relies on whole sectors, writes tear at any 8 bytes") {
    run({"tears at 8 bytes", 0.20, 8}, plain_workloads());
}

TEST_CASE("rule 5: a power cut while the first database is made in an empty file loses nothing") {
    run({"a new file", 0.05, 512, true}, plain_workloads());
}

TEST_CASE(
    "rule 9: after failed syncs and deaths others go on in the same cache, then the power fails") {
    run({"failures, the same cache", 0.15, 512}, failing_workloads());
    run({"failures, tears at 8 bytes", 0.10, 8}, failing_workloads());
}

TEST_CASE("a power cut during a shared sync leaves a beginning of the chain") {
    run({"group commit", 0.10, 512}, threaded_workloads());
}

}  // namespace dbdb::test
