/// How tests are made long. The ordinary suite tries a little of everything, always the same;
/// tools/soak asks for more, and for something else each time, through the environment.
///
/// | variable | what |
/// |---|---|
/// | DBDB_SOAK_SEED | what random choices begin with; also makes tests tell their figures |
/// | DBDB_SOAK_... | how many of something a test tries; each test names its own |
#pragma once

#include <cstdint>

namespace dbdb::test {

/// How many of something to try: what `variable` says, else `ordinary`.
std::uint64_t soak_count(std::uint64_t ordinary, const char* variable);

/// The seed of random choices.
std::uint64_t soak_seed();

/// Tells in a soak that `count` of `what`, such as "kills survived", went well.
void soak_figure(std::uint64_t count, const char* what);

}  // namespace dbdb::test
