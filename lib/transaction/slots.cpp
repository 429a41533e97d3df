#include "transaction/slots.hpp"

#include <algorithm>
#include <mutex>

#include "dbdb/error.hpp"

#include "format/bytes.hpp"

namespace dbdb::transaction {

namespace {

/// Whoever syncs may keep something while a transaction that is rolled back does. It is rare, so
/// there is one for all files.
std::mutex keeping;

}  // namespace

std::uint64_t fingerprint_of(const SlotBytes& bytes) {
    return format::load<std::uint64_t>(bytes.data() + fingerprint_offset);
}

Slots::Slots(File& file,
             format::DatabaseId database_id,
             format::FileId file_id,
             metrics::Activity& activity)
    : file_(&file),
      activity_(activity),
      front_(file.map(format::records_begin)),
      database_id_(database_id),
      file_id_(file_id) {}

void Slots::move_to(File& file, format::FileId file_id) {
    front_ = file.map(format::records_begin);
    file_ = &file;
    file_id_ = file_id;
    written_.reset();
}

void Slots::write_moving_mark(bool is_moving) {
    std::array<std::byte, sizeof(std::uint64_t)> word{};
    format::store(word.data(), std::uint64_t{is_moving});
    write_at(format::moving_mark_offset, word);
}

void Slots::keep_up_to(std::uint64_t offset) noexcept {
    const std::scoped_lock lock(keeping);
    try {
        if (offset <= kept_end()) return;
        std::array<std::byte, sizeof(std::uint64_t)> word{};
        format::store(word.data(), offset);
        write_at(format::kept_end_offset, word);
    } catch (const std::exception&) {
        // Then the next commit of another process may damage such a snapshot, and nothing else.
    }
}

std::uint64_t Slots::kept_end() const {
    const std::uint64_t end = load_word(front_->data() + format::kept_end_offset);
    if (end == 0) return 0;
    const bool is_sound = end % format::record_alignment == 0 && end <= file_->size();
    return is_sound ? end : 0;
}

void Slots::write_at(std::uint64_t offset, std::span<const std::byte> bytes) {
    file_->write_at(offset, bytes);
    activity_.count_written(bytes.size());
}

void Slots::put(unsigned index, const SlotBytes& bytes) {
    // Known before it can be seen, so that no reader of this process takes it for another's.
    known_[index].store(fingerprint_of(bytes), std::memory_order_release);
    write_at(format::slot_offset(index), bytes);
}

SlotBytes Slots::bytes_of(const Version& version) const {
    format::Superblock superblock;
    superblock.database_id = database_id_;
    superblock.file_id = file_id_;
    superblock.commit = version.link;
    superblock.tail = version.tail;
    return encode(superblock);
}

void Slots::write(const Version& version) {
    written_ = bytes_of(version);
    put(1 - durable_slot_, *written_);
}

void Slots::clear_unsynced() { put(format::unsynced_slot, SlotBytes{}); }

SlotBytes Slots::unsynced() const {
    SlotBytes bytes;
    const std::byte* const slot = front_->data() + format::slot_offset(format::unsynced_slot);
    std::copy_n(slot, bytes.size(), bytes.begin());
    return bytes;
}

void Slots::write_unsynced(const Version& version) {
    put(format::unsynced_slot, bytes_of(version));
}

bool Slots::put_back_unsynced(const SlotBytes& bytes) noexcept {
    put_back(format::unsynced_slot, bytes);
    return unsynced() == bytes;
}

/// All but the checksum stays. A slot on disk in which the new superblock is torn must not lack
/// what all superblocks have alike: the next one that is written there would complete it.
void Slots::revoke() noexcept {
    if (!written_) return;
    SlotBytes damaged = *written_;
    const auto checksum = std::span(damaged).subspan(fingerprint_offset);
    for (std::byte& byte : checksum)
        byte = ~byte;
    put_back(1 - durable_slot_, damaged);
}

void Slots::put_back(unsigned index, const SlotBytes& bytes) noexcept {
    try {
        put(index, bytes);
    } catch (const std::exception&) {
        // Opening the file again copes with either content. It names what has failed, so that it is
        // no news for the readers of this process.
        known_[index].store(fingerprint_in(front_->data(), index), std::memory_order_release);
    }
}

void Slots::note_durable(CommitId id) noexcept {
    try {
        const auto bytes = encode(format::DurableNote{file_id_, id});
        write_at(format::durable_note_offset, bytes);
    } catch (const std::exception&) {
        // The note is a help for telling rot from a torn write, no more.
    }
}

void Slots::know(const SlotFingerprints& fingerprints) noexcept {
    for (unsigned index = 0; index < format::all_slot_count; ++index)
        known_[index].store(fingerprints[index], std::memory_order_release);
}

SlotFingerprints Slots::known() const noexcept {
    SlotFingerprints fingerprints{};
    for (unsigned index = 0; index < format::all_slot_count; ++index)
        fingerprints[index] = known_[index].load(std::memory_order_acquire);
    return fingerprints;
}

}  // namespace dbdb::transaction
