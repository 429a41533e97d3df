#include "rows.hpp"

#include <vector>

namespace dbdb::bench {

std::span<const Row> all_rows() {
    static const std::vector<Row> rows = [] {
        std::vector<Row> all;
        for (const auto part : {reading_rows(),
                                cold_rows(),
                                scattered_rows(),
                                writing_rows(),
                                fill_rows(),
                                ycsb_rows(),
                                thread_rows(),
                                other_rows(),
                                size_rows(),
                                shape_rows()})
            all.insert(all.end(), part.begin(), part.end());
        return all;
    }();
    return rows;
}

}  // namespace dbdb::bench
