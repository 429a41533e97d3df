/// The archives that cereal writes the values of typed maps to and reads them from. Needs cereal.
///
/// Portable: numbers are little-endian, sizes varints, a bool one byte, a `char` a byte. The input
/// trusts nothing: it reads no byte beyond its end, holds each size against the bytes left before
/// anything is allocated, and stops at `typed_depth_max`. Nothing that is read chooses code to run:
/// pointers to polymorphic types are not supported.
#pragma once

#include <bit>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <cstring>
#include <string>
#include <string_view>
#include <type_traits>

#include <cereal/cereal.hpp>
#include <cereal/types/common.hpp>

#include "dbdb/export.hpp"
#include "dbdb/type_name.hpp"

namespace dbdb {

/// Objects within objects, numbers included.
inline constexpr unsigned typed_depth_max = 512;

namespace detail {

/// The unsigned number of the same size.
template <typename Number>
using BitsOf = std::conditional_t<
    sizeof(Number) == 1,
    std::uint8_t,
    std::conditional_t<sizeof(Number) == 2,
                       std::uint16_t,
                       std::conditional_t<sizeof(Number) == 4, std::uint32_t, std::uint64_t>>>;

/// Whether cereal's binary data of this pointer or element may be written as it lies in memory.
template <typename Data>
using RawElement = std::remove_cv_t<std::remove_pointer_t<std::remove_reference_t<Data>>>;

template <typename Data>
concept RawBytes = sizeof(RawElement<Data>) == 1 && !std::same_as<RawElement<Data>, bool>;

template <typename T>
concept StoredNumber = NamedNumber<T> && !std::same_as<T, bool>;

}  // namespace detail

/// Appends to a string, which must outlive it.
class DBDB_EXPORT TypedOutput
    : public cereal::OutputArchive<TypedOutput, cereal::AllowEmptyClassElision> {
public:
    explicit TypedOutput(std::string& target);

    void append(const void* source, std::size_t bytes);
    void append_number(std::uint64_t bits, std::size_t bytes);
    void append_size(std::uint64_t count);

    /// Counts the depth. Throws Error{Errc::invalid} beyond the limit.
    void enter();

    void leave() noexcept { --depth_; }

    /// To be called last. Throws Error{Errc::invalid} for what TypedInput would refuse: a sequence
    /// of more elements than bytes follow it.
    void finish() const;

private:
    std::string& target_;
    std::uint64_t bytes_wanted_ = 0;  ///< So long must the target become, or a size is refused.
    unsigned depth_ = 0;
};

/// Reads a view from its start; the bytes must outlive it. Throws cereal::Exception for bytes that
/// cannot be what was asked.
class DBDB_EXPORT TypedInput
    : public cereal::InputArchive<TypedInput, cereal::AllowEmptyClassElision> {
public:
    explicit TypedInput(std::string_view source);

    std::string_view take(std::uint64_t bytes);
    std::uint64_t take_number(std::size_t bytes);
    std::uint64_t take_size();
    bool take_bool();

    void enter();

    void leave() noexcept { --depth_; }

    bool at_end() const noexcept { return left_.empty(); }

private:
    std::string_view left_;
    unsigned depth_ = 0;
};

template <typename T>
void prologue(TypedOutput& archive, const T&) {
    archive.enter();
}

template <typename T>
void epilogue(TypedOutput& archive, const T&) {
    archive.leave();
}

template <typename T>
void prologue(TypedInput& archive, const T&) {
    archive.enter();
}

template <typename T>
void epilogue(TypedInput& archive, const T&) {
    archive.leave();
}

template <detail::StoredNumber Number>
void save(TypedOutput& archive, const Number& number) {
    archive.append_number(std::bit_cast<detail::BitsOf<Number>>(number), sizeof(Number));
}

template <detail::StoredNumber Number>
void load(TypedInput& archive, Number& number) {
    const auto bits = static_cast<detail::BitsOf<Number>>(archive.take_number(sizeof(Number)));
    number = std::bit_cast<Number>(bits);
}

inline void save(TypedOutput& archive, const bool& flag) { archive.append_number(flag ? 1 : 0, 1); }

inline void load(TypedInput& archive, bool& flag) { flag = archive.take_bool(); }

template <detail::RawBytes Data>
void save(TypedOutput& archive, const cereal::BinaryData<Data>& data) {
    archive.append(data.data, data.size);
}

template <detail::RawBytes Data>
void load(TypedInput& archive, cereal::BinaryData<Data>& data) {
    const std::string_view source = archive.take(data.size);
    if (!source.empty()) std::memcpy(data.data, source.data(), source.size());
}

template <typename Size>
void save(TypedOutput& archive, const cereal::SizeTag<Size>& tag) {
    archive.append_size(tag.size);
}

template <typename Size>
void load(TypedInput& archive, cereal::SizeTag<Size>& tag) {
    tag.size = static_cast<std::remove_reference_t<Size>>(archive.take_size());
}

template <typename T>
void save(TypedOutput& archive, const cereal::NameValuePair<T>& pair) {
    archive(pair.value);
}

template <typename T>
void load(TypedInput& archive, cereal::NameValuePair<T>& pair) {
    archive(pair.value);
}

}  // namespace dbdb

CEREAL_SETUP_ARCHIVE_TRAITS(dbdb::TypedInput, dbdb::TypedOutput)
