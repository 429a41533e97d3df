#include "tree/shortcuts.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "format/branch.hpp"
#include "format/byte_group.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::EntryView;
using format::LeafView;
using format::Side;

namespace {

constexpr std::uint64_t live_bytes_per_record = 4096;

/// What is said of a leaf: its place (bits 0..43), how many of its hashes are here (bits 44..48; 0
/// when it is to be searched by itself), and bits 49..63 one of four numbers about all of them.
struct LeafWord {
    std::uint64_t word;

    std::uint64_t offset() const { return (word & place_mask) * format::record_alignment; }

    unsigned hash_count() const { return word >> place_bits & 0x1F; }

    std::size_t number() const { return word >> number_shift; }

    static constexpr unsigned number_shift = 49;
    static constexpr std::size_t number_max = 0x7FFF;
};

enum Number : unsigned { skip = 0, key_bytes = 1, payload_bytes = 2, is_extended = 3 };

}  // namespace

/// A shortcut as it is made, before it is shown.
struct Shortcuts::Draft {
    Separators::Words separators;
    std::array<std::uint64_t, leaf_count_max> leaves{};
    std::array<std::array<std::uint64_t, hash_count_max / 8>, leaf_count_max> hashes{};
    std::size_t skipped = 0;
    unsigned leaf_count = 0;
    std::optional<LeafView> model;  ///< A uniform leaf, whose form the others are to have.

    /// Leaves and separators below the branch at `offset`, of at most `height`, from left to right.
    /// False when not all is admitted. Recursion ends, as `height` falls.
    bool add_branch(const Source& source, std::uint64_t offset, unsigned height) {
        const BranchView branch(source.data() + offset);
        if (height == 0) return false;
        for (const Side side : {Side::left, Side::right}) {
            if (!source.knows_child(offset, side)) return false;
            const format::Ref child = branch.child(side);
            if (child.height() >= height) return false;
            if (side == Side::right)
                separators[leaf_count - 1] = format::search_word(branch.separator(), skipped);
            if (child.height() == 0) {
                add_leaf(child.offset(), LeafView(source.data() + child.offset()));
            } else if (!add_branch(source, child.offset(), child.height())) {
                return false;
            }
        }
        return true;
    }

    void add_leaf(std::uint64_t offset, LeafView leaf) {
        std::uint64_t word = place_of(offset);
        if (has_hashes(leaf)) {
            word |= std::uint64_t{leaf.count()} << place_bits;
            for (unsigned index = 0; index < leaf.count(); ++index)
                hashes[leaf_count][index / 8] |= std::uint64_t{leaf.hash(index)} << index % 8 * 8;
        }
        leaves[leaf_count++] = word;
    }

    bool has_hashes(LeafView leaf) {
        if (!leaf.is_uniform() || leaf.count() > hash_count_max) return false;
        const std::size_t key_bytes = leaf.keys().stride;
        const std::size_t payload_bytes = leaf.payloads().stride;
        if (std::max(key_bytes, payload_bytes) > LeafWord::number_max) return false;
        if (!model) model = leaf;
        return leaf.form() == model->form() && key_bytes == model->keys().stride &&
               payload_bytes == model->payloads().stride;
    }

    void add_numbers() {
        const auto add = [this](Number number, std::size_t value) {
            leaves[number] |= std::uint64_t{value} << LeafWord::number_shift;
        };
        add(Number::skip, skipped);
        if (!model) return;
        add(Number::key_bytes, model->keys().stride);
        add(Number::payload_bytes, model->payloads().stride);
        add(Number::is_extended, model->is_extended(0) ? 1 : 0);
    }
};

Shortcuts::Shortcuts(std::uint64_t live_bytes, const std::string& name)
    : count_(std::bit_ceil(std::max(live_bytes / live_bytes_per_record, std::uint64_t{1}))),
      pages_(count_ * sizeof(Record), name),
      records_(static_cast<Record*>(pages_.data())) {}

bool Shortcuts::find(const Source& source,
                     std::uint64_t offset,
                     std::string_view key,
                     std::uint8_t hash,
                     std::optional<EntryView>& found) const {
    const Record& record = this->record(offset);
    format::prefetch(&record.leaves);
    format::prefetch(&record.hashes[0]);
    format::prefetch(&record.hashes[leaf_count_max / 2]);
    constexpr auto acquire = std::memory_order_acquire;
    const std::uint64_t tag = record.tag.load();
    if (!Tag::names(tag, offset)) return false;
    const auto number = [&](Number index) {
        return LeafWord{record.leaves[index].load(acquire)}.number();
    };
    const std::uint64_t word = format::search_word(key, number(Number::skip));
    const unsigned place = record.separators.node_of(word);
    if (place == Separators::undecided) [[unlikely]]
        return false;
    const LeafWord leaf{record.leaves[place].load(acquire)};
    const unsigned matches = format::equal_bytes(
        record.hashes[place][0].load(acquire), record.hashes[place][1].load(acquire), hash);
    const std::size_t key_bytes = number(Number::key_bytes);
    const std::size_t payload_bytes = number(Number::payload_bytes);
    const bool is_extended = number(Number::is_extended) != 0;
    if (!record.tag.is_still(tag)) [[unlikely]]
        return false;

    found.reset();
    const std::byte* node = source.data() + leaf.offset();
    const unsigned count = leaf.hash_count();
    if (count == 0) {
        const LeafView view(node);
        const unsigned index = view.find(key, hash);
        if (index < view.count()) found = view.entry(index);
        return true;
    }
    const format::Column keys{node + format::leaf_head_bytes(count), key_bytes};
    const format::Column payloads{keys.at(count), payload_bytes};
    for (unsigned left = matches & ((1U << count) - 1); left != 0; left &= left - 1) {
        const auto index = static_cast<unsigned>(std::countr_zero(left));
        format::prefetch_entry(keys, payloads, index);
        if (!format::are_equal(keys.text(index), key)) continue;
        found = EntryView{keys.text(index), payloads.text(index), is_extended};
        break;
    }
    return true;
}

void Shortcuts::make(const Source& source, std::uint64_t offset, std::uint8_t hash) const {
    Record& record = this->record(offset);
    if (!record.tag.is_to_be_made(hash)) return;
    Draft draft;
    draft.separators.fill(Separators::none);
    draft.skipped = BranchView(source.data() + offset).skip();
    if (draft.skipped > LeafWord::number_max) return;
    if (!draft.add_branch(source, offset, height_max)) return;
    draft.add_numbers();

    const std::optional<std::uint64_t> number = record.tag.begin_write();
    if (!number) return;
    constexpr auto release = std::memory_order_release;
    record.separators.store(draft.separators);
    for (std::size_t leaf = 0; leaf < leaf_count_max; ++leaf) {
        record.leaves[leaf].store(draft.leaves[leaf], release);
        for (std::size_t half = 0; half < draft.hashes[leaf].size(); ++half)
            record.hashes[leaf][half].store(draft.hashes[leaf][half], release);
    }
    record.tag.end_write(*number, offset);
}

void Shortcuts::forget(std::uint64_t begin, std::uint64_t end) const {
    const std::uint64_t first = begin / sizeof(Record);
    const std::uint64_t last =
        std::min((end + sizeof(Record) - 1) / sizeof(Record), first + count_);
    for (std::uint64_t index = first; index < last; ++index)
        records_[index & (count_ - 1)].tag.forget_from(begin);
}

}  // namespace dbdb::tree
