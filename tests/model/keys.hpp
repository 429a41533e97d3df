/// The kinds of keys that the model test works with.
#pragma once

#include <cstdint>
#include <string>

#include "support/tree_fixture.hpp"

namespace dbdb::test {

enum class KeyStyle { uniform, skewed, ascending, descending, equal_prefix, extreme };

inline constexpr KeyStyle all_key_styles[] = {KeyStyle::uniform,
                                              KeyStyle::skewed,
                                              KeyStyle::ascending,
                                              KeyStyle::descending,
                                              KeyStyle::equal_prefix,
                                              KeyStyle::extreme};

/// Makes keys of one style. Keys come again often enough for overwriting and erasing.
class Keys {
public:
    Keys(KeyStyle style, Random& random) : style_(style), random_(random) {}

    std::string next();

private:
    std::string extreme();

    KeyStyle style_;
    Random& random_;
    std::uint64_t step_ = 0;
};

/// A value: mostly short, sometimes at the limit of what a leaf holds, seldom a blob.
std::string random_value(Random& random);

}  // namespace dbdb::test
