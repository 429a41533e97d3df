#include "rows.hpp"

#include <vector>

namespace dbdb::bench {

std::span<const Row> all_rows() {
    static const std::vector<Row> rows = [] {
        std::vector<Row> all;
        for (const auto part : {reading_rows(), writing_rows(), thread_rows(), other_rows()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return rows;
}

}  // namespace dbdb::bench
