/// Files that lie under right checksums, as somebody makes them who wants to deceive.
///
/// A Forger takes a sound file and finds its records. Whatever is then written over any of them,
/// `seal` recomputes every checksum from the lowest record up to the slots, so that nothing but
/// checks for sense can find the lie. Uses offsets of lib/FORMAT.md only where no view names them.
#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "format/commit_link.hpp"
#include "format/identity.hpp"
#include "format/ref.hpp"

namespace dbdb::test {

enum class Forged { slot, commit, branch, leaf, blob };

/// A record of the sound file.
struct ForgedRecord {
    Forged kind = Forged::slot;
    std::uint64_t offset = 0;
    std::uint64_t bytes = 0;
    std::uint64_t commit_id = 0;  ///< Of a commit record.
};

class Forger {
public:
    /// `sound` must pass every check.
    explicit Forger(std::vector<std::byte> sound);

    /// Slots and all records that any commit reaches, in the order of their places.
    const std::vector<ForgedRecord>& records() const { return records_; }

    /// The bytes to be changed; `restore` makes them sound again.
    std::vector<std::byte>& bytes() { return bytes_; }

    void restore() { bytes_ = sound_; }

    /// Makes all checksums right.
    void seal();

private:
    void find_commits(const format::CommitLink& link);
    void find_nodes(format::Ref ref);
    void find_blobs(std::uint64_t leaf_offset);
    void add(Forged kind, std::uint64_t offset, std::uint64_t bytes, std::uint64_t id = 0);
    bool has(std::uint64_t offset) const;

    void seal_ref(std::uint64_t place);
    void seal_blobs(const ForgedRecord& leaf);
    void seal_link(std::uint64_t place);
    void seal_parts(const ForgedRecord& commit);
    void seal_commit(const ForgedRecord& commit);
    void seal_slot(const ForgedRecord& slot);
    std::uint64_t sum(std::uint64_t offset, std::uint64_t bytes, std::uint64_t seed) const;
    std::uint64_t number(std::uint64_t place) const;
    void set_number(std::uint64_t place, std::uint64_t number);

    std::vector<std::byte> sound_;
    std::vector<std::byte> bytes_;
    std::vector<ForgedRecord> records_;
    format::FileId file_id_;
};

}  // namespace dbdb::test
