/// What a disk may show after a power cut, at any point of the log of a SimulatedDisk.
///
/// The model is that of lib/DESIGN.md, "Assumptions about the disk". What a sync that succeeded has
/// covered is there. Of all other writes each sector, of 512 or of 8 bytes, has any of the contents
/// that it was given since, or what it had before; the file has any of its lengths; and where
/// nothing was ever synced there are zeros, garbage or blocks of older files. What a failed sync
/// was to cover stays unsure until the same bytes are written again and synced.
#pragma once

#include <cstdint>
#include <deque>
#include <span>
#include <vector>

#include "support/simulated_disk.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {

/// What is sure and what is not, at one point after the other.
class InFlight {
public:
    explicit InFlight(std::vector<std::byte> durable) : durable_(std::move(durable)) {}

    /// Goes on by one call, number `index` of `log`, which must outlive this.
    void follow(const DiskLog& log, std::size_t index);

    /// Bytes of one write that may be on disk or not.
    struct Piece {
        std::uint64_t offset = 0;
        std::span<const std::byte> bytes{};
        std::size_t call = 0;
        bool is_lost = false;  ///< A sync that was to cover it has failed: later ones do not.

        std::uint64_t end() const { return offset + bytes.size(); }
    };

    const std::vector<std::byte>& durable() const { return durable_; }

    /// In the order in which they were written.
    const std::vector<Piece>& pieces() const { return pieces_; }

    /// Lengths that the file may have.
    std::vector<std::uint64_t> lengths() const;

private:
    void cut(std::uint64_t bytes, std::size_t call);
    void succeed(std::uint64_t begin);
    void shorten(std::size_t call);
    void make_durable(const Piece& piece);

    std::vector<std::byte> durable_;
    std::vector<Piece> pieces_;
    std::vector<Piece> cuts_;  ///< Their offsets are lengths.
    std::deque<std::vector<std::byte>> zeros_;
    std::uint64_t newest_length_ = durable_.size();
};

/// All images of one point, and a way to number them: one digit for each thing left to chance.
class PowerCut {
public:
    using Bytes = std::vector<std::byte>;
    using Digits = std::vector<std::uint32_t>;

    /// `stale` are older files whose blocks may lie in space that was never synced.
    PowerCut(const InFlight& state, std::uint64_t sector_bytes, std::span<const Bytes> stale);

    /// How many images there are, or `limit` when there are more.
    std::uint64_t count(std::uint64_t limit) const;

    /// The digits of the first image, and of the next one; false after the last.
    Digits first() const { return Digits(radixes_.size()); }

    bool advance(Digits& digits) const;

    /// Digits by chance, in one of several ways: whole writes lost, few sectors lost, few there.
    Digits sample(Random& random) const;

    Bytes image(const Digits& digits, Random& random) const;

private:
    /// A part of a sector that one write has written.
    struct Part {
        std::uint64_t sector = 0;
        std::uint64_t offset = 0;
        std::span<const std::byte> bytes{};
        std::uint32_t piece = 0;
    };

    void add_parts(const InFlight::Piece& piece, std::uint32_t index, std::uint64_t sector_bytes);
    void sample_by_write(Digits& digits, Random& random) const;
    void fill(Bytes& image, std::uint32_t filling, Random& random) const;

    const Bytes& durable_;
    std::span<const Bytes> stale_;
    std::vector<std::uint64_t> lengths_;
    std::size_t piece_count_;
    std::vector<Part> parts_;             ///< By sector, then by time.
    std::vector<std::size_t> sectors_;    ///< Where the parts of each begin, and their end.
    std::vector<std::uint32_t> radixes_;  ///< Length, filling, then one for each sector.
};

}  // namespace dbdb::test
