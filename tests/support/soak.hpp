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

/// Tells in a soak that `count` more of `what`, such as "kills survived", went well.
void soak_figure(std::uint64_t count, const char* what);

/// Tells that of many small things now and then, so that little is untold when time is over.
class SoakTally {
public:
    explicit SoakTally(const char* what) : what_(what) {}

    ~SoakTally() { soak_figure(untold_, what_); }

    SoakTally(const SoakTally&) = delete;
    SoakTally& operator=(const SoakTally&) = delete;

    void add_one() {
        if (++untold_ < told_at_once) return;
        soak_figure(untold_, what_);
        untold_ = 0;
    }

private:
    static constexpr std::uint64_t told_at_once = 500;

    const char* what_;
    std::uint64_t untold_ = 0;
};

}  // namespace dbdb::test
