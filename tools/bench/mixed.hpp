/// A mix of single operations, as YCSB makes them, and what they must read.
#pragma once

#include <cstdint>
#include <map>
#include <span>
#include <vector>

#include "rows.hpp"

namespace dbdb::bench {

/// Numbers from 0 on of which the first are the most frequent: the n-th has a frequency of
/// 1 / n^0.99, as in YCSB.
/// Source: Hoermann, Derflinger, "Rejection-Inversion to Generate Variates from Monotone Discrete
/// Distributions", ACM TOMACS 6(3), 1996.
class ZipfianSource {
public:
    /// Numbers less than `limit`.
    explicit ZipfianSource(std::uint64_t limit);

    std::uint64_t next(RandomSource& random) const;

private:
    double limit_;
    double area_of_first_;
    double area_of_all_;
    double squeeze_;
};

struct Operation {
    std::span<const Key> key{};        ///< Of a get or a scan.
    std::span<const Change> change{};  ///< Of a set.
    std::uint64_t entries_max = 0;     ///< Of a scan.
};

/// Operations in turn, each of them over one key. Making one also works out what it must read.
class Mix {
public:
    Mix(const Work& work, std::uint64_t operations_max, unsigned round);

    /// An entry, chosen so that some are asked for far more often than others.
    std::uint64_t popular_index();

    /// The same, the more often the newer an entry is.
    std::uint64_t recent_index();

    void get(std::uint64_t index);
    void update(std::uint64_t index);
    void insert();
    void scan(std::uint64_t index, std::uint64_t entries_max);

    RandomSource& random() { return random_; }

    /// All operations in turn, each in a transaction of its own; a digest over what was read.
    Digest run(Store& store) const;

    const Digest& expected() const { return expected_; }

    /// All sets among them.
    std::span<const Change> changes() const { return changes_.all(); }

private:
    void set(std::uint64_t index);
    Digest expected_entries(Key from, std::uint64_t entries_max) const;

    const Work& work_;
    RandomSource random_;
    ZipfianSource popular_;
    KeyList keys_;
    ChangeList changes_;
    std::vector<Operation> operations_{};
    std::map<Key, std::string_view> newest_{};  ///< What was set so far.
    std::uint64_t inserts_ = 0;
    Digest expected_{};
};

}  // namespace dbdb::bench
