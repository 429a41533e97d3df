#include "database/generation_chain.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

#include "database/pages.hpp"
#include "format/checksum.hpp"

namespace dbdb::database {

struct GenerationChain::Part {
    const Generation& generation;
    std::shared_ptr<io::LocalFile> file;
    format::RunningChecksum sum;
    std::uint64_t offset = 0;
};

namespace {

const Generation& require_generation(const std::vector<Generation>& all,
                                     const io::Directory& directory,
                                     GenerationId id) {
    const std::string path = directory.path().string();
    if (all.empty()) throw Error(Errc::not_found, path + ": holds no generations of a backup");
    const Generation* found = id == 0 ? &all.back() : find_generation(all, id);
    if (found == nullptr)
        throw Error(Errc::not_found, path + ": has no generation " + std::to_string(id));
    if (!found->is_sound()) throw Error(Errc::corrupt, found->shown.problem);
    return *found;
}

}  // namespace

/// Parents have smaller numbers, so this ends.
GenerationChain::GenerationChain(const io::Directory& directory, GenerationId id)
    : directory_(directory) {
    const std::vector<Generation> all = generations_in(directory);
    const Generation* one = &require_generation(all, directory, id);
    pages_ = fixed_pages(one->record->superblock);
    for (; !one->shown.is_full; one = find_generation(all, one->shown.parent))
        generations_.push_back(*one);
    generations_.push_back(*one);
    std::ranges::reverse(generations_);
}

std::uint64_t GenerationChain::bytes() const { return generations_.back().record->superblock.tail; }

/// The pages of the whole one are read for its checksum only: they are those of an older commit.
bool GenerationChain::open_next() {
    if (next_ == generations_.size()) return false;
    const Generation& generation = generations_[next_++];
    auto file = directory_.open(generation.name);
    if (!file) {
        throw Error(Errc::not_found,
                    generation.shown.path.string() + ": was removed while it was read");
    }
    part_ = std::make_shared<Part>(
        Part{generation,
             std::move(file),
             format::RunningChecksum(format::contents_seed(*generation.record))});
    if (!generation.shown.is_full) return true;
    std::vector<std::byte> pages(format::records_begin);
    part_->file->read_at(0, pages);
    part_->sum.update(pages);
    part_->offset = pages.size();
    return true;
}

void GenerationChain::finish_part() {
    if (part_->sum.value() != part_->generation.record->contents) {
        throw Error(Errc::corrupt,
                    part_->generation.shown.path.string() + ": its bytes are damaged");
    }
    part_ = nullptr;
}

std::size_t GenerationChain::read(std::span<std::byte> target) {
    if (!pages_.empty()) {
        const std::size_t bytes = std::min(target.size(), pages_.size());
        std::copy_n(pages_.begin(), bytes, target.begin());
        pages_.erase(pages_.begin(), pages_.begin() + static_cast<std::ptrdiff_t>(bytes));
        return bytes;
    }
    for (;;) {
        if (!part_ && !open_next()) return 0;
        const std::uint64_t left = part_->generation.record->bytes() - part_->offset;
        const auto piece = target.first(std::min<std::uint64_t>(target.size(), left));
        if (!piece.empty()) {
            part_->file->read_at(part_->offset, piece);
            part_->sum.update(piece);
            part_->offset += piece.size();
            return piece.size();
        }
        finish_part();
    }
}

}  // namespace dbdb::database
