/// A JSON array, item by item.
#pragma once

#include "text/write.hpp"

namespace dbdb::text {

/// Writes the array of `items`, each of which `write_item` writes.
template <typename Items, typename WriteItem>
void write_json_array(const Items& items, const Write& write, const WriteItem& write_item) {
    write("[");
    bool is_first = true;
    for (const auto& item : items) {
        if (!is_first) write(",");
        is_first = false;
        write_item(item);
    }
    write("]");
}

}  // namespace dbdb::text
