#include "support/simulated_power_cut.hpp"

#include <algorithm>
#include <cstring>

namespace dbdb::test {

namespace {

using Kind = DiskCall::Kind;

/// The digits before those of the sectors.
constexpr std::size_t length_digit = 0;
constexpr std::size_t filling_digit = 1;
constexpr std::size_t first_sector_digit = 2;

/// Fillings before the stale files.
constexpr std::uint32_t zeros = 0;
constexpr std::uint32_t garbage = 1;
constexpr std::uint32_t first_stale = 2;

}  // namespace

void InFlight::follow(const DiskLog& log, std::size_t index) {
    const DiskCall& call = log[index];
    switch (call.kind) {
        case Kind::write:
            newest_length_ = std::max(newest_length_, call.offset + call.bytes.size());
            return pieces_.push_back({call.offset, call.bytes, index});
        case Kind::truncate:
            return cut(call.offset, index);
        case Kind::sync_begin:
            return;
        case Kind::sync_end:
            return succeed(call.begin);
        case Kind::sync_failure:
            for (Piece& piece : pieces_)
                piece.is_lost = piece.is_lost || piece.call < call.begin;
    }
}

/// What is cut off reads as zeros where the file grows again.
void InFlight::cut(std::uint64_t bytes, std::size_t call) {
    if (bytes < newest_length_) {
        zeros_.emplace_back(newest_length_ - bytes);
        pieces_.push_back({bytes, zeros_.back(), call});
    }
    newest_length_ = bytes;
    cuts_.push_back({bytes, {}, call});
}

void InFlight::succeed(std::uint64_t begin) {
    std::vector<Piece> before;
    before.swap(pieces_);
    for (const Piece& piece : before) {
        if (!piece.is_lost && piece.call < begin) {
            shorten(piece.call);
            make_durable(piece);
        } else {
            pieces_.push_back(piece);
        }
    }
    std::ranges::stable_sort(pieces_, {}, &Piece::call);
    shorten(begin);
}

/// The lengths that calls before `call` have set are on disk.
void InFlight::shorten(std::size_t call) {
    for (const Piece& cut : cuts_)
        if (cut.call < call) durable_.resize(cut.offset);
    std::erase_if(cuts_, [&](const Piece& cut) { return cut.call < call; });
}

/// Older bytes at the same place, lost ones, can no more come to the disk.
void InFlight::make_durable(const Piece& piece) {
    durable_.resize(std::max<std::uint64_t>(durable_.size(), piece.end()));
    std::ranges::copy(piece.bytes, durable_.begin() + static_cast<std::ptrdiff_t>(piece.offset));
    std::vector<Piece> kept;
    for (const Piece& older : pieces_) {
        if (older.call > piece.call || older.end() <= piece.offset || older.offset >= piece.end()) {
            kept.push_back(older);
            continue;
        }
        Piece rest = older;
        if (older.offset < piece.offset) {
            rest.bytes = older.bytes.first(piece.offset - older.offset);
            kept.push_back(rest);
        }
        if (older.end() > piece.end()) {
            rest.bytes = older.bytes.last(older.end() - piece.end());
            rest.offset = piece.end();
            kept.push_back(rest);
        }
    }
    pieces_.swap(kept);
}

std::vector<std::uint64_t> InFlight::lengths() const {
    std::vector<std::uint64_t> lengths{durable_.size()};
    for (const Piece& piece : pieces_)
        if (piece.end() > durable_.size()) lengths.push_back(piece.end());
    for (const Piece& cut : cuts_)
        lengths.push_back(cut.offset);
    std::ranges::sort(lengths);
    lengths.erase(std::unique(lengths.begin(), lengths.end()), lengths.end());
    return lengths;
}

PowerCut::PowerCut(const InFlight& state, std::uint64_t sector_bytes, std::span<const Bytes> stale)
    : durable_(state.durable()),
      stale_(stale),
      lengths_(state.lengths()),
      piece_count_(state.pieces().size()) {
    for (std::size_t index = 0; index < piece_count_; ++index)
        add_parts(state.pieces()[index], static_cast<std::uint32_t>(index), sector_bytes);
    std::ranges::stable_sort(parts_, {}, &Part::sector);
    for (std::size_t index = 0; index < parts_.size(); ++index)
        if (index == 0 || parts_[index].sector != parts_[index - 1].sector)
            sectors_.push_back(index);
    sectors_.push_back(parts_.size());
    const bool may_grow = lengths_.back() > durable_.size();
    radixes_.push_back(static_cast<std::uint32_t>(lengths_.size()));
    radixes_.push_back(may_grow ? first_stale + static_cast<std::uint32_t>(stale_.size()) : 1);
    for (std::size_t index = 0; index + 1 < sectors_.size(); ++index)
        radixes_.push_back(1 + static_cast<std::uint32_t>(sectors_[index + 1] - sectors_[index]));
}

void PowerCut::add_parts(const InFlight::Piece& piece,
                         std::uint32_t index,
                         std::uint64_t sector_bytes) {
    for (std::uint64_t offset = piece.offset; offset < piece.end();) {
        const std::uint64_t sector = offset / sector_bytes;
        const std::uint64_t end = std::min(piece.end(), (sector + 1) * sector_bytes);
        parts_.push_back(
            {sector, offset, piece.bytes.subspan(offset - piece.offset, end - offset), index});
        offset = end;
    }
}

std::uint64_t PowerCut::count(std::uint64_t limit) const {
    std::uint64_t count = 1;
    for (const std::uint32_t radix : radixes_) {
        count *= radix;
        if (count >= limit) return limit;
    }
    return count;
}

bool PowerCut::advance(Digits& digits) const {
    for (std::size_t index = 0; index < digits.size(); ++index) {
        if (++digits[index] < radixes_[index]) return true;
        digits[index] = 0;
    }
    return false;
}

/// Of each write all is there or nothing; one that is there has those before it beneath it.
void PowerCut::sample_by_write(Digits& digits, Random& random) const {
    std::vector<bool> is_there(piece_count_);
    for (std::size_t index = 0; index < piece_count_; ++index)
        is_there[index] = random.below(2) == 0;
    for (std::size_t index = 0; index + 1 < sectors_.size(); ++index) {
        for (std::size_t part = sectors_[index]; part < sectors_[index + 1]; ++part) {
            if (is_there[parts_[part].piece])
                digits[first_sector_digit + index] =
                    static_cast<std::uint32_t>(part + 1 - sectors_[index]);
        }
    }
}

PowerCut::Digits PowerCut::sample(Random& random) const {
    Digits digits = first();
    const auto by_chance = [&](std::size_t index) {
        digits[index] = static_cast<std::uint32_t>(random.below(radixes_[index]));
    };
    const std::size_t way = random.below(5);
    if (way < 2) sample_by_write(digits, random);
    if (way == 2)
        for (std::size_t index = 0; index < digits.size(); ++index)
            digits[index] = radixes_[index] - 1;
    if (way == 4) {
        for (std::size_t index = first_sector_digit; index < digits.size(); ++index)
            by_chance(index);
    } else if (way > 0 && digits.size() > first_sector_digit) {
        for (std::size_t left = 1 + random.below(3); left > 0; --left)
            by_chance(first_sector_digit + random.below(digits.size() - first_sector_digit));
    }
    by_chance(length_digit);
    if (random.below(2) == 0) digits[length_digit] = radixes_[length_digit] - 1;
    by_chance(filling_digit);
    return digits;
}

void PowerCut::fill(Bytes& image, std::uint32_t filling, Random& random) const {
    if (filling == zeros || image.size() <= durable_.size()) return;
    const std::span rest = std::span(image).subspan(durable_.size());
    if (filling == garbage) {
        for (std::byte& byte : rest)
            byte = static_cast<std::byte>(random.number());
        return;
    }
    const Bytes& old = stale_[filling - first_stale];
    // At the same place as in the old file, or blocks of another place.
    const std::size_t shift = random.below(2) == 0 ? 0 : 512 * random.below(32);
    for (std::size_t index = 0; index < rest.size(); ++index) {
        const std::size_t source = durable_.size() + index + shift;
        if (source < old.size()) rest[index] = old[source];
    }
}

PowerCut::Bytes PowerCut::image(const Digits& digits, Random& random) const {
    Bytes image(durable_.begin(),
                durable_.begin() + static_cast<std::ptrdiff_t>(std::min<std::uint64_t>(
                                       durable_.size(), lengths_[digits[length_digit]])));
    image.resize(lengths_[digits[length_digit]]);
    fill(image, digits[filling_digit], random);
    for (std::size_t index = 0; index + 1 < sectors_.size(); ++index) {
        const std::size_t end = sectors_[index] + digits[first_sector_digit + index];
        for (std::size_t part = sectors_[index]; part < end; ++part) {
            const std::uint64_t offset = parts_[part].offset;
            if (offset >= image.size()) continue;
            const std::size_t bytes =
                std::min<std::uint64_t>(parts_[part].bytes.size(), image.size() - offset);
            std::memcpy(image.data() + offset, parts_[part].bytes.data(), bytes);
        }
    }
    return image;
}

}  // namespace dbdb::test
