/// What a commit does, done alike to a transaction and to a std::map.
#pragma once

#include <string>
#include <vector>

#include "dbdb/transaction.hpp"

#include "support/database_fixture.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

struct Operation {
    enum class Kind {
        set,
        set_expiring,  ///< With a tag. It expires 1 ms behind the beginning of 1970.
        erase,
        clear,
    };

    Kind kind = Kind::set;
    std::string key{};
    std::string value{};
};

using Operations = std::vector<Operation>;

void apply(const Operations& operations, Transaction& transaction);
void apply(const Operations& operations, Contents& contents);

/// A change of few keys, so that commits write alike: mostly one short value, at times many, large
/// ones that become blobs, or none left.
Operations random_operations(Random& random);

}  // namespace dbdb::test
