#include <cstdlib>
#include <string>

#include <doctest/doctest.h>

#include "keyspace_workload.hpp"

namespace dbdb::test {

TEST_CASE("whatever is done to keyspaces, they read like a map of maps") {
    const char* asked = std::getenv("DBDB_MODEL_SEED");
    const std::uint64_t first = asked != nullptr ? std::stoull(asked) : 20'260'301;
    for (std::uint64_t seed = first; seed < first + 10; ++seed) {
        CAPTURE(seed);
        KeyspaceWorkload(seed).run(300);
    }
}

}  // namespace dbdb::test
