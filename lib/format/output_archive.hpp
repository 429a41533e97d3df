/// Structs to bytes: the two output archives that cereal writes records through.
///
/// Numbers are little-endian and unpadded; the size of a string or vector is a u32 before its
/// elements. The same struct gives the same bytes on every host.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <limits>
#include <span>
#include <stdexcept>
#include <type_traits>
#include <vector>

#include <cereal/cereal.hpp>

#include "format/byte_order.hpp"

namespace dbdb::format {

/// Appends to `target`, which must outlive the archive and may be changed between two calls.
class OutputArchive : public cereal::OutputArchive<OutputArchive> {
public:
    explicit OutputArchive(std::vector<std::byte>& target)
        : cereal::OutputArchive<OutputArchive>(this), target_(target) {}

    void append(const void* source, std::size_t bytes) {
        const auto* first = static_cast<const std::byte*>(source);
        target_.insert(target_.end(), first, first + bytes);
    }

private:
    std::vector<std::byte>& target_;
};

/// Fills `target` from its start and allocates nothing. Throws std::length_error, before it writes,
/// when something does not fit: the caller measured wrongly.
class FixedOutputArchive : public cereal::OutputArchive<FixedOutputArchive> {
public:
    explicit FixedOutputArchive(std::span<std::byte> target)
        : cereal::OutputArchive<FixedOutputArchive>(this), target_(target) {}

    void append(const void* source, std::size_t bytes) {
        if (bytes > target_.size() - written_) throw std::length_error("record over its space");
        if (bytes != 0) std::memcpy(target_.data() + written_, source, bytes);
        written_ += bytes;
    }

    std::size_t written_bytes() const { return written_; }

private:
    std::span<std::byte> target_;
    std::size_t written_ = 0;
};

template <typename Archive>
concept ByteSink =
    std::same_as<Archive, OutputArchive> || std::same_as<Archive, FixedOutputArchive>;

template <typename Data>
using RawElement = std::remove_cv_t<
    std::remove_all_extents_t<std::remove_pointer_t<std::remove_reference_t<Data>>>>;

/// Whether cereal's binary data of this pointer or array may go to the file as it lies in memory:
/// only single bytes, since wider elements have an order and a bool has bytes that mean nothing.
template <typename Data>
concept RawBytes = sizeof(RawElement<Data>) == 1 && !std::same_as<RawElement<Data>, bool>;

template <ByteSink Archive, StoredNumber Number>
void save(Archive& archive, const Number& number) {
    std::byte bytes[sizeof(Number)];
    store(bytes, number);
    archive.append(bytes, sizeof(Number));
}

template <ByteSink Archive, RawBytes Data>
void save(Archive& archive, const cereal::BinaryData<Data>& data) {
    archive.append(data.data, data.size);
}

/// Throws std::length_error for a size that has no u32.
template <ByteSink Archive, typename Size>
void save(Archive& archive, const cereal::SizeTag<Size>& tag) {
    if (tag.size > std::numeric_limits<std::uint32_t>::max()) {
        throw std::length_error("string or vector over 4 GiB");
    }
    save(archive, static_cast<std::uint32_t>(tag.size));
}

}  // namespace dbdb::format
