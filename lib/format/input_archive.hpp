/// Bytes to structs: the input archive that cereal reads records through.
///
/// It trusts nothing: it never reads beyond its span, and a size is held against the bytes left
/// before anything is allocated, so that a string never takes more memory than the record has
/// bytes, and a vector at most `sizeof(element)` times as much.
#pragma once

#include <cstddef>
#include <cstdint>
#include <cstring>
#include <span>
#include <stdexcept>
#include <type_traits>

#include <cereal/cereal.hpp>

#include "format/byte_order.hpp"
#include "format/output_archive.hpp"

namespace dbdb::format {

/// Bytes that are no such record. Stays within lib/format: the decode functions give an empty
/// optional instead.
class DecodeError : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

[[noreturn]] void throw_too_short(std::size_t wanted_bytes, std::size_t bytes_left);
[[noreturn]] void throw_size_too_large(std::uint64_t size, std::size_t bytes_left);
[[noreturn]] void throw_not_a_bool(std::uint8_t byte);

/// Reads `source` from its start; the bytes must outlive the archive. All functions throw
/// DecodeError for bytes that cannot be what was asked.
class InputArchive : public cereal::InputArchive<InputArchive> {
public:
    explicit InputArchive(std::span<const std::byte> source)
        : cereal::InputArchive<InputArchive>(this), left_(source) {}

    /// The next `bytes` bytes, in place.
    std::span<const std::byte> take(std::size_t bytes) {
        if (bytes > left_.size()) throw_too_short(bytes, left_.size());
        const auto taken = left_.first(bytes);
        left_ = left_.subspan(bytes);
        return taken;
    }

    /// What has not been read yet.
    std::span<const std::byte> left() const { return left_; }

private:
    std::span<const std::byte> left_;
};

template <StoredNumber Number>
void load(InputArchive& archive, Number& number) {
    number = load<Number>(archive.take(sizeof(Number)).data());
}

inline void load(InputArchive& archive, bool& flag) {
    const auto byte = load<std::uint8_t>(archive.take(1).data());
    if (byte > 1) throw_not_a_bool(byte);
    flag = byte != 0;
}

template <RawBytes Data>
void load(InputArchive& archive, cereal::BinaryData<Data>& data) {
    const auto source = archive.take(data.size);
    if (!source.empty()) std::memcpy(data.data, source.data(), source.size());
}

template <typename Size>
void load(InputArchive& archive, cereal::SizeTag<Size>& tag) {
    const auto size = load<std::uint32_t>(archive.take(sizeof(std::uint32_t)).data());
    if (size > archive.left().size()) throw_size_too_large(size, archive.left().size());
    tag.size = size;
}

}  // namespace dbdb::format
