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

constexpr std::uint64_t live_bytes_per_record = 4096;

/// Branches of three heights that were written at once take 448 bytes and more.
constexpr std::uint64_t bytes_per_index = 2048;

constexpr auto acquire = std::memory_order_acquire;
constexpr auto release = std::memory_order_release;

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

/// What is said to a cursor of the way to a child: how many entries lie left of it (bits 0..47),
/// how many branches are on the way (48, 49), on which side of each it lies (50..52), and their
/// numbers (three bits each from 53 on).
struct WayWord {
    std::uint64_t word;

    std::uint64_t left_count() const { return word & count_mask; }

    unsigned depth() const { return word >> depth_shift & 3; }

    std::uint64_t sides() const { return word >> sides_shift & 7; }

    unsigned branch(unsigned level) const { return word >> (branches_shift + 3 * level) & 7; }

    /// One branch further.
    WayWord followed_by(std::uint64_t branch, Side side) const {
        const std::uint64_t further = word + (std::uint64_t{1} << depth_shift);
        const std::uint64_t sides = static_cast<std::uint64_t>(side) << (sides_shift + depth());
        return {further | sides | branch << (branches_shift + 3 * depth())};
    }

    static constexpr unsigned depth_shift = 48;
    static constexpr unsigned sides_shift = 50;
    static constexpr unsigned branches_shift = 53;
    static constexpr std::uint64_t count_mask = (std::uint64_t{1} << depth_shift) - 1;
};

}  // namespace

/// A wide branch as it is made, before it is shown.
struct WideBranches::Draft {
    Separators::Words separators;
    std::array<std::uint64_t, child_count_max> children{};
    std::array<std::uint64_t, child_count_max> ways{};
    std::array<std::uint64_t, branch_count_max> branches{};
    std::size_t skip = 0;
    unsigned height_below = 0;
    unsigned child_count = 0;
    unsigned branch_count = 0;

    /// Children and separators below the branch at `offset`, to which `way` leads, from left to
    /// right. False when not all is admitted. Recursion ends, as heights fall.
    bool add_branch(const Source& source, std::uint64_t offset, unsigned height, WayWord way) {
        const BranchView branch(source.data() + offset);
        const unsigned number = branch_count++;
        branches[number] = offset;
        for (const Side side : {Side::left, Side::right}) {
            const format::Ref child = branch.child(side);
            if (!source.knows_child(offset, side) || child.height() >= height) return false;
            WayWord further = way.followed_by(number, side);
            if (side == Side::right) {
                separators[child_count - 1] = format::search_word(branch.separator(), skip);
                further.word += branch.left_count();
            }
            if (child.height() <= height_below) {
                add_child(child, further);
            } else if (!add_branch(source, child.offset(), child.height(), further)) {
                return false;
            }
        }
        return true;
    }

    void add_child(format::Ref child, WayWord way) {
        const auto height = std::uint64_t{child.height()};
        children[child_count] = place_of(child.offset()) | height << place_bits;
        ways[child_count++] = way.word;
    }
};

WideBranches::WideBranches(std::uint64_t live_bytes, const std::string& name)
    : count_(std::bit_ceil(std::max(live_bytes / live_bytes_per_record, std::uint64_t{1}))),
      pages_(count_ * sizeof(Record), name),
      records_(static_cast<Record*>(pages_.data())) {}

/// The branches of a path that was written alone lie side by side, so each three heights begin
/// somewhere else.
WideBranches::Record& WideBranches::record(std::uint64_t index, unsigned height) const {
    constexpr std::uint64_t distance = 0x9E35;
    return records_[(index + height_below(height) * distance) & (count_ - 1)];
}

WideBranches::Record& WideBranches::record_for(const Step& step) const {
    return record(step.offset_in_file() / bytes_per_index, step.height());
}

void WideBranches::descend(Step& step, BlindDescent& descent) const {
    std::uint64_t offset = step.offset_in_file();
    unsigned height = step.height();
    while (may_have(height)) {
        const Record& record = this->record(offset / bytes_per_index, height);
        format::prefetch(&record.children);
        const std::uint64_t tag = record.tag.load();
        if (!Tag::names(tag, offset)) break;
        const std::size_t skip = ChildWord{record.children[0].load(acquire)}.skip();
        const unsigned index = record.separators.node_of(descent.word(skip));
        if (index == Separators::undecided) [[unlikely]]
            break;
        const ChildWord child{record.children[index].load(acquire)};
        if (!record.tag.is_still(tag)) [[unlikely]]
            break;
        offset = child.offset();
        height = child.height();
    }
    step.jump(offset, height);
}

bool WideBranches::descend(Step& step,
                           Descent& descent,
                           Cursor& cursor,
                           std::uint64_t& smaller) const {
    const Record& record = record_for(step);
    format::prefetch(&record.children);
    format::prefetch(&record.ways);
    format::prefetch(&record.branches);
    const std::uint64_t tag = record.tag.load();
    if (!Tag::names(tag, step.offset_in_file())) return false;
    const std::size_t skip = ChildWord{record.children[0].load(acquire)}.skip();
    // The descent remembers what it has compared: another record's number must not get there.
    if (!record.tag.is_still(tag)) return false;
    if (!descent.shares_prefix(step.branch(), skip)) return false;
    const unsigned index = record.separators.node_of(descent.word(skip));
    if (index == Separators::undecided) [[unlikely]]
        return false;
    const ChildWord child{record.children[index].load(acquire)};
    const WayWord way{record.ways[index].load(acquire)};
    // Behind the way the path holds anything.
    if (cursor.depth + levels > cursor.path.size()) return false;
    for (unsigned level = 0; level < levels; ++level) {
        const std::uint64_t branch = record.branches[way.branch(level)].load(acquire);
        cursor.path[cursor.depth + level] = step.node_at(branch);
    }
    if (!record.tag.is_still(tag)) [[unlikely]]
        return false;
    const std::uint64_t above = (std::uint64_t{1} << cursor.depth) - 1;
    cursor.went_right = (cursor.went_right & above) | way.sides() << cursor.depth;
    cursor.depth += way.depth();
    smaller += way.left_count();
    step.jump(child.offset(), child.height());
    return true;
}

void WideBranches::make(const Source& source, const Step& step, std::uint8_t chance) const {
    Record& record = record_for(step);
    if (!record.tag.is_to_be_made(chance)) return;
    Draft draft;
    draft.separators.fill(Separators::none);
    draft.skip = step.branch().skip();
    draft.height_below = height_below(step.height());
    if (draft.skip > ChildWord::skip_max || step.height() > ChildWord::height_max) return;
    if (!draft.add_branch(source, step.offset(), step.height(), {})) return;
    draft.children[0] |= std::uint64_t{draft.skip} << ChildWord::skip_shift;

    const std::optional<std::uint64_t> number = record.tag.begin_write();
    if (!number) return;
    record.separators.store(draft.separators);
    for (std::size_t index = 0; index < branch_count_max; ++index)
        record.branches[index].store(draft.branches[index], release);
    for (std::size_t index = 0; index < child_count_max; ++index) {
        record.children[index].store(draft.children[index], release);
        record.ways[index].store(draft.ways[index], release);
    }
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
