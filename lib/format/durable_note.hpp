/// The durable note: the newest commit that is known to be on disk.
///
/// It is written, without a sync of its own, once a commit's sync has returned. A commit that the
/// note names was acknowledged: if its bytes are wrong they have rotted, and nobody may fall back
/// from it in silence. A torn or missing note costs nothing; it says only what it surely knows.
/// Byte layout: lib/FORMAT.md, "Durable note".
#pragma once

#include <array>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>

#include "format/identity.hpp"
#include "format/layout.hpp"

namespace dbdb::format {

inline constexpr std::size_t durable_note_bytes = 40;

/// Where the note states the file id.
inline constexpr std::size_t durable_note_file_id_offset = 8;

struct DurableNote {
    FileId file_id = {};
    std::uint64_t commit_id = 0;  ///< This commit and all before it are on disk.

    friend bool operator==(const DurableNote&, const DurableNote&) = default;

    template <typename Archive>
    void serialize(Archive& archive) {
        archive(file_id, commit_id);
    }
};

std::array<std::byte, durable_note_bytes> encode(const DurableNote& note);

/// Takes the note's first bytes. Empty when it is torn, missing, cut short or of another file than
/// `file_id`.
std::optional<DurableNote> decode_durable_note(std::span<const std::byte> bytes, FileId file_id);

}  // namespace dbdb::format
