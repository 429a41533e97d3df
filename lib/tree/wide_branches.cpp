#include "tree/wide_branches.hpp"

#include <algorithm>
#include <array>
#include <bit>

#include "format/branch.hpp"
#include "tree/descent.hpp"
#include "tree/source.hpp"
#include "tree/step.hpp"

namespace dbdb::tree {

using format::BranchView;
using format::Side;

namespace {

constexpr std::uint64_t window_bytes_per_record = 8192;

/// Branches of three heights that were written at once take 448 bytes and more.
constexpr std::uint64_t bytes_per_index = 2048;

/// Behind all separators that there are; a key with this search word asks the branches.
constexpr std::uint64_t no_separator = ~std::uint64_t{0};

/// What is said of a child: its place (bits 0..43) and height (bits 44..49). Bits 50..63 of the
/// first are how many bytes all keys below share.
struct ChildWord {
    std::uint64_t word;

    std::uint64_t offset() const { return (word & place_mask) * format::record_alignment; }

    unsigned height() const { return word >> place_bits & height_max; }

    std::size_t skip() const { return word >> skip_shift; }

    static constexpr unsigned height_max = 0x3F;
    static constexpr unsigned skip_shift = 50;
    static constexpr std::size_t skip_max = 0x3FFF;
};

}  // namespace

/// A wide branch as it is made, before it is shown.
struct WideBranches::Draft {
    std::array<std::uint64_t, child_count_max - 1> separators;
    std::array<std::uint64_t, child_count_max> children{};
    std::size_t skip = 0;
    unsigned height_below = 0;
    unsigned child_count = 0;

    /// Children and separators below the branch at `offset`, from left to right. False when not all
    /// is admitted. Recursion ends, as heights fall from one to the next.
    bool add_branch(const Source& source, std::uint64_t offset, unsigned height) {
        const BranchView branch(source.data() + offset);
        for (const Side side : {Side::left, Side::right}) {
            const format::Ref child = branch.child(side);
            if (!source.knows_child(offset, side) || child.height() >= height) return false;
            if (side == Side::right)
                separators[child_count - 1] = format::search_word(branch.separator(), skip);
            if (child.height() <= height_below) {
                const auto child_height = std::uint64_t{child.height()};
                children[child_count++] = place_of(child.offset()) | child_height << place_bits;
            } else if (!add_branch(source, child.offset(), child.height())) {
                return false;
            }
        }
        return true;
    }
};

WideBranches::WideBranches(std::uint64_t window_bytes, const std::string& name)
    : count_(std::bit_ceil(std::max(window_bytes / window_bytes_per_record, std::uint64_t{1}))),
      pages_(count_ * sizeof(Record), name),
      records_(static_cast<Record*>(pages_.data())) {}

/// The branches of a path that was written alone lie side by side, so each three heights begin
/// somewhere else.
WideBranches::Record& WideBranches::record(std::uint64_t index, unsigned height) const {
    constexpr std::uint64_t distance = 0x9E35;
    return records_[(index + height_below(height) * distance) & (count_ - 1)];
}

WideBranches::Record& WideBranches::record_for(const Step& step) const {
    return record(step.offset() / bytes_per_index, step.height());
}

bool WideBranches::descend(Step& step, BlindDescent& descent) const {
    const Record& record = record_for(step);
    constexpr auto acquire = std::memory_order_acquire;
    __builtin_prefetch(&record.children);
    const std::uint64_t tag = record.tag.load();
    if (!Tag::names(tag, step.offset())) return false;
    const std::uint64_t word = descent.word(ChildWord{record.children[0].load(acquire)}.skip());
    unsigned side = 0;
    bool is_undecided = word == no_separator;
    for (const Word& separator : record.separators) {
        const std::uint64_t other = separator.load(acquire);
        side += other < word ? 1 : 0;
        is_undecided |= other == word;
    }
    const ChildWord child{record.children[side].load(acquire)};
    if (!record.tag.is_still(tag) || is_undecided) [[unlikely]]
        return false;
    step.jump(child.offset(), child.height());
    return true;
}

void WideBranches::make(const Source& source, const Step& step, std::uint8_t chance) const {
    Record& record = record_for(step);
    if (!record.tag.is_to_be_made(chance)) return;
    Draft draft;
    draft.separators.fill(no_separator);
    draft.skip = step.branch().skip();
    draft.height_below = height_below(step.height());
    if (draft.skip > ChildWord::skip_max || step.height() > ChildWord::height_max) return;
    if (!draft.add_branch(source, step.offset(), step.height())) return;
    draft.children[0] |= std::uint64_t{draft.skip} << ChildWord::skip_shift;

    const std::optional<std::uint64_t> number = record.tag.begin_write();
    if (!number) return;
    constexpr auto release = std::memory_order_release;
    for (std::size_t index = 0; index < draft.separators.size(); ++index)
        record.separators[index].store(draft.separators[index], release);
    for (std::size_t index = 0; index < draft.children.size(); ++index)
        record.children[index].store(draft.children[index], release);
    record.tag.end_write(*number, step.offset());
}

void WideBranches::forget(std::uint64_t begin, std::uint64_t end) const {
    const std::uint64_t first = begin / bytes_per_index;
    const std::uint64_t last = std::min(end / bytes_per_index, first + count_ - 1);
    for (std::uint64_t index = first; index <= last; ++index) {
        for (unsigned height = levels; height <= ChildWord::height_max; height += levels)
            record(index, height).tag.forget_from(begin);
    }
}

}  // namespace dbdb::tree
