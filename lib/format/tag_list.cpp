#include "format/tag_list.hpp"

#include <algorithm>
#include <vector>

#include "dbdb/entry_options.hpp"

namespace dbdb::format {

bool is_tag_list(std::string_view bytes) {
    std::string_view before;
    std::size_t count = 0;
    for (; !bytes.empty(); ++count) {
        const std::size_t length = static_cast<unsigned char>(bytes[0]);
        if (length == 0 || length > bytes.size() - 1) return false;
        const std::string_view tag = bytes.substr(1, length);
        if (tag <= before) return false;
        before = tag;
        bytes.remove_prefix(1 + length);
    }
    return count > 0 && count <= entry_tags_max;
}

std::string tag_list_of(std::span<const std::string_view> tags) {
    std::vector<std::string_view> sorted(tags.begin(), tags.end());
    std::ranges::sort(sorted);
    sorted.erase(std::unique(sorted.begin(), sorted.end()), sorted.end());
    std::string bytes;
    for (const std::string_view tag : sorted)
        bytes.append(1, static_cast<char>(tag.size())).append(tag);
    return bytes;
}

}  // namespace dbdb::format
