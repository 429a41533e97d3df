#include "format/leaf.hpp"

#include <algorithm>
#include <cstring>

#include "format/archive.hpp"
#include "format/key_hash.hpp"
#include "format/payload.hpp"

namespace dbdb::format {

unsigned LeafView::lower_bound(std::string_view key) const {
    prefetch_probes();
    const std::size_t shared = prefix_bytes();
    unsigned begin = 0;
    unsigned end = count();
    const int order = key.substr(0, shared).compare(this->key(0).substr(0, shared));
    if (order != 0) return order < 0 ? 0 : end;
    const std::uint64_t word = search_word(key, shared);
    while (begin < end) {
        const unsigned middle = begin + (end - begin) / 2;
        const std::string_view theirs = this->key(middle);
        const std::uint64_t their_word = search_word(theirs, shared);
        const bool is_less =
            their_word != word ? their_word < word : theirs.substr(shared) < key.substr(shared);
        begin = is_less ? middle + 1 : begin;
        end = is_less ? end : middle;
    }
    return begin;
}

void append_entries(std::vector<LeafEntry>& entries, LeafView leaf) {
    for (unsigned index = 0; index < leaf.count(); ++index)
        entries.push_back(leaf.leaf_entry(index));
}

std::size_t total_weight(std::span<const LeafEntry> entries) {
    std::size_t weight = 0;
    for (const LeafEntry& entry : entries)
        weight += entry.weight();
    return weight;
}

namespace {

/// Uniform wherever that is possible.
LeafForm form_of(std::span<const LeafEntry> entries) {
    const LeafEntry& first = entries.front();
    if (first.key.size() > 0xFFFF || first.payload.size() > 0xFFFF) return LeafForm::slotted;
    for (const LeafEntry& entry : entries) {
        if (entry.key.size() != first.key.size() || entry.payload.size() != first.payload.size() ||
            entry.is_extended != first.is_extended) {
            return LeafForm::slotted;
        }
    }
    return first.is_extended ? LeafForm::uniform_extended : LeafForm::uniform;
}

std::uint64_t leaf_bytes(std::span<const LeafEntry> entries, LeafForm form) {
    if (form == LeafForm::slotted) return leaf_bytes_max(total_weight(entries));
    const LeafEntry& first = entries.front();
    const std::uint64_t bytes = leaf_head_bytes(entries.size()) +
                                entries.size() * (first.key.size() + first.payload.size());
    return std::max(aligned(bytes), std::uint64_t{record_bytes_min});
}

/// A leaf of one entry has no prefix to share: the entry beside it may come to differ at once.
std::size_t prefix_of(std::span<const LeafEntry> entries) {
    if (entries.size() < 2) return 0;
    return shared_prefix(entries.front().key, entries.back().key);
}

LeafHeader header_of(std::span<const LeafEntry> entries) {
    LeafHeader header;
    header.form = form_of(entries);
    header.bytes = static_cast<std::uint32_t>(leaf_bytes(entries, header.form));
    header.count = static_cast<std::uint16_t>(entries.size());
    header.prefix_bytes = static_cast<std::uint16_t>(prefix_of(entries));
    if (header.form != LeafForm::slotted) {
        header.key_bytes = static_cast<std::uint16_t>(entries.front().key.size());
        header.payload_bytes = static_cast<std::uint16_t>(entries.front().payload.size());
    }
    return header;
}

/// Copies that part of each entry; those that lie one behind the other already go together.
std::byte* write_column(std::byte* place,
                        std::span<const LeafEntry> entries,
                        std::string_view EntryView::*part) {
    for (std::size_t index = 0; index < entries.size();) {
        std::string_view run = entries[index].*part;
        for (++index; index < entries.size(); ++index) {
            const std::string_view next = entries[index].*part;
            if (next.data() != run.data() + run.size()) break;
            run = {run.data(), run.size() + next.size()};
        }
        place = store_bytes(place, run);
    }
    return place;
}

std::byte* write_uniform(std::byte* place, std::span<const LeafEntry> entries) {
    place = write_column(place, entries, &EntryView::key);
    return write_column(place, entries, &EntryView::payload);
}

/// Writes the slots to `slot` and the entries behind them.
std::byte* write_slotted(std::byte* node, std::byte* slot, std::span<const LeafEntry> entries) {
    std::byte* place = slot + 2 * entries.size();
    for (const LeafEntry& entry : entries) {
        const auto offset = static_cast<std::size_t>(place - node);
        store(slot, static_cast<std::uint16_t>(offset | (entry.is_extended ? 0x8000U : 0U)));
        slot += 2;
        place = store_entry(place, entry.key, entry.payload);
    }
    return place;
}

}  // namespace

std::uint64_t leaf_bytes(std::span<const LeafEntry> entries) {
    return leaf_bytes(entries, form_of(entries));
}

void write_leaf(std::byte* node, std::span<const LeafEntry> entries) {
    LeafHeader header = header_of(entries);
    FixedOutputArchive archive(std::span(node, leaf_header_bytes));
    archive(header);

    std::byte* place = node + leaf_header_bytes;
    for (const LeafEntry& entry : entries)
        *place++ = std::byte{entry.hash};
    place = header.form == LeafForm::slotted ? write_slotted(node, place, entries)
                                             : write_uniform(place, entries);
    std::memset(place, 0, static_cast<std::size_t>(node + header.bytes - place));
}

namespace {

/// The bounds of an entry at `place`, or null when its lengths do not fit before `end`.
const std::byte* entry_end(const std::byte* place, const std::byte* end) {
    std::uint64_t lengths[2] = {};
    for (std::uint64_t& length : lengths) {
        for (unsigned shift = 0;; shift += 7) {
            if (place == end || shift > 21) return nullptr;
            const auto next = static_cast<std::uint64_t>(*place++);
            length |= (next & 0x7F) << shift;
            if (next < 0x80) break;
        }
    }
    const std::uint64_t bytes = lengths[0] + lengths[1];
    return bytes > static_cast<std::uint64_t>(end - place) || lengths[0] > 65'535 ? nullptr
                                                                                  : place + bytes;
}

/// Whether all entries lie one behind the other within the leaf.
bool are_slotted_entries_within(LeafView leaf) {
    if (leaf_header_bytes + 5 * std::uint64_t{leaf.count()} > leaf.bytes()) return false;
    const std::byte* end = leaf.data() + leaf.bytes();
    const std::byte* place = leaf.data() + leaf_header_bytes + 3 * leaf.count();
    for (unsigned index = 0; index < leaf.count(); ++index) {
        const std::byte* slot = leaf.data() + leaf_header_bytes + leaf.count() + 2 * index;
        if (leaf.data() + (load<std::uint16_t>(slot) & 0x7FFF) != place) return false;
        place = entry_end(place, end);
        if (place == nullptr) return false;
    }
    return true;
}

bool are_entries_within(LeafView leaf) {
    const std::uint64_t count = leaf.count();
    switch (leaf.form()) {
        case LeafForm::slotted:
            return leaf.keys().stride + leaf.payloads().stride == 0 &&
                   are_slotted_entries_within(leaf);
        case LeafForm::uniform:
        case LeafForm::uniform_extended:
            return leaf_head_bytes(count) + count * (leaf.keys().stride + leaf.payloads().stride) <=
                   leaf.bytes();
    }
    return false;
}

bool are_entries_sound(LeafView leaf, std::uint64_t offset) {
    for (unsigned index = 0; index < leaf.count(); ++index) {
        const EntryView entry = leaf.entry(index);
        if (index > 0 && !(leaf.key(index - 1) < entry.key)) return false;
        if (leaf.hash(index) != key_hash(entry.key)) return false;
        if (entry.is_extended && !is_payload(entry.payload, offset)) return false;
    }
    return true;
}

}  // namespace

bool is_leaf(std::span<const std::byte> record, std::uint64_t offset) {
    if (record.size() < record_bytes_min) return false;
    const LeafView leaf(record.data());
    if (record[8] != std::byte{leaf_tag}) return false;
    if (leaf.bytes() % record_alignment != 0) return false;
    if (leaf.bytes() < record_bytes_min || leaf.bytes() > record.size()) return false;
    if (leaf.count() == 0) return false;
    if (!are_entries_within(leaf) || !are_entries_sound(leaf, offset)) return false;
    const std::string_view first = leaf.key(0);
    const std::string_view last = leaf.key(leaf.count() - 1);
    return leaf.prefix_bytes() <= (leaf.count() == 1 ? 0 : shared_prefix(first, last));
}

}  // namespace dbdb::format
