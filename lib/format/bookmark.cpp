#include "format/bookmark.hpp"

#include "format/archive.hpp"
#include "format/bytes.hpp"
#include "format/commit_record.hpp"
#include "format/layout.hpp"

namespace dbdb::format {

BookmarkBytes encode(const Bookmark& bookmark) {
    BookmarkBytes bytes;
    FixedOutputArchive archive(std::as_writable_bytes(std::span(bytes)));
    archive(bookmark);
    return bytes;
}

std::optional<Bookmark> decode_bookmark(std::string_view bytes, std::uint64_t leaf_offset) {
    if (bytes.size() != bookmark_bytes) return std::nullopt;
    InputArchive archive({as_bytes(bytes), bytes.size()});
    Bookmark bookmark;
    archive(bookmark);
    const CommitLink& link = bookmark.commit;
    const bool is_sound =
        link.is_none() || (link.commit_id != 0 &&
                           is_place_for_record(link.address, commit_record_bytes_min, leaf_offset));
    return is_sound ? std::optional(bookmark) : std::nullopt;
}

}  // namespace dbdb::format
