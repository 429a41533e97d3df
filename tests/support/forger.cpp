#include "support/forger.hpp"

#include <algorithm>
#include <stdexcept>

#include "format/checksum.hpp"
#include "format/commit_record.hpp"
#include "format/leaf.hpp"
#include "format/payload.hpp"
#include "format/superblock.hpp"

namespace dbdb::test {

using format::Address;
using format::BranchView;
using format::CommitLink;
using format::LeafView;
using format::Ref;

namespace {

constexpr std::uint64_t left_ref = 8;
constexpr std::uint64_t right_ref = 24;
constexpr std::uint64_t previous_link = 32;
constexpr std::uint64_t jump_link = 56;
constexpr std::uint64_t main_ref = 80;
constexpr std::uint64_t begin_place = 120;
constexpr std::uint64_t appended_sum = 128;
constexpr std::uint64_t commit_parts = 136;
constexpr std::uint64_t slot_link = 48;
constexpr std::uint64_t slot_sum = 80;
constexpr std::uint64_t slot_seed = 0x746F6C7362646264;

/// The payload: attributes, offset, length, checksum.
constexpr std::uint64_t blob_sum = 8;  // From the payload's end.

}  // namespace

Forger::Forger(std::vector<std::byte> sound) : sound_(std::move(sound)), bytes_(sound_) {
    for (unsigned index = 0; index < format::all_slot_count; ++index) {
        const std::uint64_t offset = format::slot_offset(index);
        const format::Slot slot = format::decode_slot(std::span(bytes_).subspan(offset));
        if (slot.state != format::SlotState::valid) continue;
        file_id_ = slot.superblock.file_id;
        add(Forged::slot, offset, format::superblock_bytes);
        find_commits(slot.superblock.commit);
    }
    std::ranges::sort(records_, {}, &ForgedRecord::offset);
}

void Forger::find_commits(const CommitLink& newest) {
    for (CommitLink link = newest; !link.is_none();) {
        const std::uint64_t offset = to_offset(link.address);
        if (has(offset)) return;
        const auto rest = std::span(bytes_).subspan(offset);
        const auto record = format::decode_commit_record(rest, file_id_, link);
        if (!record) throw std::logic_error("a forger needs a sound file");
        add(Forged::commit, offset, *format::commit_record_length(rest), link.commit_id);
        find_nodes(record->default_keyspace.ref);
        find_nodes(record->catalog.ref);
        link = record->previous;
    }
}

void Forger::find_nodes(Ref ref) {
    if (ref.is_null() || has(ref.offset())) return;
    const std::byte* node = bytes_.data() + ref.offset();
    if (ref.height() == 0) {
        add(Forged::leaf, ref.offset(), LeafView(node).bytes());
        return find_blobs(ref.offset());
    }
    add(Forged::branch, ref.offset(), BranchView(node).bytes());
    find_nodes(BranchView(node).child(format::Side::left));
    find_nodes(BranchView(node).child(format::Side::right));
}

void Forger::find_blobs(std::uint64_t leaf_offset) {
    const LeafView leaf(bytes_.data() + leaf_offset);
    for (unsigned index = 0; index < leaf.count(); ++index) {
        if (!format::has_blob(leaf.entry(index))) continue;
        const format::BlobRef blob = format::blob_of(leaf.entry(index).payload);
        if (!has(blob.offset)) add(Forged::blob, blob.offset, format::blob_bytes(blob.value_bytes));
    }
}

void Forger::add(Forged kind, std::uint64_t offset, std::uint64_t bytes, std::uint64_t id) {
    records_.push_back({kind, offset, bytes, id});
}

bool Forger::has(std::uint64_t offset) const {
    return std::ranges::find(records_, offset, &ForgedRecord::offset) != records_.end();
}

/// What is named lies below what names it, so one pass upwards is enough; slots name last.
void Forger::seal() {
    for (const ForgedRecord& record : records_) {
        if (record.kind == Forged::leaf) seal_blobs(record);
        if (record.kind == Forged::commit) seal_commit(record);
        if (record.kind != Forged::branch) continue;
        seal_ref(record.offset + left_ref);
        seal_ref(record.offset + right_ref);
    }
    for (const ForgedRecord& record : records_)
        if (record.kind == Forged::slot) seal_slot(record);
}

std::uint64_t Forger::number(std::uint64_t place) const {
    return format::load<std::uint64_t>(bytes_.data() + place);
}

void Forger::set_number(std::uint64_t place, std::uint64_t number) {
    format::store(bytes_.data() + place, number);
}

/// The checksum of what lies there, or of nothing when that is not in the file.
std::uint64_t Forger::sum(std::uint64_t offset, std::uint64_t bytes, std::uint64_t seed) const {
    if (offset > bytes_.size() || bytes > bytes_.size() - offset) return 0;
    return format::checksum(std::span(bytes_).subspan(offset, bytes), seed);
}

/// By the kind and length that whatever is named there now seems to have.
void Forger::seal_ref(std::uint64_t place) {
    const Ref ref{number(place), 0};
    if (ref.is_null() || ref.offset() + format::record_bytes_min > bytes_.size()) return;
    const std::byte* node = bytes_.data() + ref.offset();
    const std::uint64_t bytes =
        ref.height() == 0 ? LeafView(node).bytes() : BranchView(node).bytes();
    set_number(place + 8, sum(ref.offset(), bytes, checksum_seed(file_id_, Address{ref.offset()})));
}

/// Only while the leaf can be read; one that cannot is refused before its blobs are looked at.
void Forger::seal_blobs(const ForgedRecord& leaf) {
    const auto rest = std::span(bytes_).subspan(leaf.offset);
    if (!format::is_leaf(rest, leaf.offset)) return;
    const LeafView view(rest.data());
    for (unsigned index = 0; index < view.count(); ++index) {
        if (!format::has_blob(view.entry(index))) continue;
        const std::string_view payload = view.entry(index).payload;
        const format::BlobRef blob = format::blob_of(payload);
        const auto place = static_cast<std::uint64_t>(format::as_bytes(payload) - bytes_.data());
        set_number(place + payload.size() - blob_sum,
                   sum(blob.offset,
                       format::blob_bytes(blob.value_bytes),
                       checksum_seed(file_id_, Address{blob.offset})));
    }
}

/// A link is an id, an address and the last number of the record there.
void Forger::seal_link(std::uint64_t place) {
    const std::uint64_t offset = number(place + 8);
    if (number(place) == 0 || offset > bytes_.size() - format::commit_record_bytes_min) return;
    const auto length = format::commit_record_length(std::span(bytes_).subspan(offset));
    if (!length || *length > bytes_.size() - offset) return;
    set_number(place + 16, number(offset + *length - 8));
}

/// The parts of a commit, behind the word that says which there are; as far as it has room for
/// those that a forged word says.
void Forger::seal_parts(const ForgedRecord& commit) {
    const std::uint64_t end = commit.offset + commit.bytes;
    std::uint64_t place = commit.offset + commit_parts;
    const auto parts = format::load<std::uint32_t>(bytes_.data() + place);
    place += sizeof parts;
    if ((parts & format::second_parent_part) != 0 && place + format::second_parent_bytes <= end) {
        seal_link(place);
        place += format::second_parent_bytes;
    }
    if ((parts & format::catalog_part) != 0 && place + format::catalog_bytes <= end)
        seal_ref(place);
}

void Forger::seal_commit(const ForgedRecord& commit) {
    for (const std::uint64_t link : {previous_link, jump_link})
        seal_link(commit.offset + link);
    seal_ref(commit.offset + main_ref);
    seal_parts(commit);
    const std::uint64_t id = number(commit.offset + 8);
    const std::uint64_t begin = number(commit.offset + begin_place);
    if (begin <= commit.offset) {
        const std::uint64_t seed = format::appended_seed(file_id_, Address{begin}, id);
        set_number(commit.offset + appended_sum, sum(begin, commit.offset - begin, seed));
    }
    const std::uint64_t seed = checksum_seed(file_id_, Address{commit.offset}, id);
    set_number(commit.offset + commit.bytes - 8, sum(commit.offset, commit.bytes - 8, seed));
}

void Forger::seal_slot(const ForgedRecord& slot) {
    seal_link(slot.offset + slot_link);
    set_number(slot.offset + slot_sum, sum(slot.offset, slot_sum, slot_seed));
}

}  // namespace dbdb::test
