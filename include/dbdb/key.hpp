/// Values as keys: encodings whose order as bytes is the order of the values.
///
/// Within a pair or tuple no encoding is the beginning of another one, so they may stand side by
/// side. Order of bytes: that of `std::string_view`, as everywhere in dbdb.
///
/// - Integers and enums: big-endian; the sign bit of signed ones is flipped.
/// - `bool`: one byte, 0 or 1.
/// - `float`, `double`: IEEE bits, big-endian; all of them flipped if negative, else the sign bit.
/// - Strings and vectors of bytes: as they are when they are the whole key. Within another one 0 is
///   written as 0 255, and 0 1 ends them.
/// - `optional`: 0, or 1 and the value. `pair`, `tuple`, `array`: one after the other.
/// - `duration`, `time_point`: their count.
///
/// `-0.0` is the key `0.0`. All NaNs are one key, behind infinity. `char`, `wchar_t` and
/// `long double` are no keys: they differ between hosts.
///
/// Source of the escape: the tuple layer of FoundationDB, with an end mark that may be followed by
/// any byte.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <cstdint>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <utility>
#include <vector>

#include "dbdb/export.hpp"

namespace dbdb {

/// How a `T` is written in a key. A specialization for a type of one's own has
/// `append(std::string& bytes, const T&)` and `T take(std::string_view& bytes)`, which removes what
/// it has read and calls `throw_damaged_key` for bytes that `append` never writes.
template <typename T>
struct KeyCodec;

template <typename T>
concept KeyType = requires(std::string& bytes, std::string_view& view, const T& key) {
    KeyCodec<T>::append(bytes, key);
    { KeyCodec<T>::take(view) } -> std::same_as<T>;
};

/// Ends a `take`: `decode_key` makes an Error{Errc::corrupt} of it.
[[noreturn]] DBDB_EXPORT void throw_damaged_key(const char* what);

namespace detail {

/// What `throw_damaged_key` throws.
class DBDB_EXPORT DamagedKey : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

[[noreturn]] DBDB_EXPORT void throw_corrupt_key(std::string_view place,
                                                std::string_view key,
                                                const DamagedKey& reason);

/// `key` as it is told in errors: "key 'ann'", what is not plain as \x and two digits, cut when
/// it is long.
DBDB_EXPORT std::string key_text(std::string_view key);

DBDB_EXPORT void append_big_endian(std::string& bytes,
                                   std::uint64_t number,
                                   std::size_t number_bytes);
DBDB_EXPORT std::uint64_t take_big_endian(std::string_view& bytes, std::size_t number_bytes);

DBDB_EXPORT void append_escaped(std::string& bytes, std::string_view text);
DBDB_EXPORT std::string take_escaped(std::string_view& bytes);

DBDB_EXPORT void append_ordered(std::string& bytes, double number);
DBDB_EXPORT void append_ordered(std::string& bytes, float number);
DBDB_EXPORT double take_ordered_double(std::string_view& bytes);
DBDB_EXPORT float take_ordered_float(std::string_view& bytes);

template <typename T>
concept KeyInteger = std::integral<T> && !std::same_as<T, bool> && !std::same_as<T, char> &&
                     !std::same_as<T, wchar_t> && sizeof(T) <= sizeof(std::uint64_t);

template <typename T>
concept KeyByte = std::same_as<T, std::byte> || std::same_as<T, unsigned char>;

/// Types whose bytes are the key when they are the whole of it.
template <typename T>
inline constexpr bool is_raw_key = std::same_as<T, std::string>;
template <KeyByte Byte>
inline constexpr bool is_raw_key<std::vector<Byte>> = true;

template <typename T>
std::string_view raw_bytes(const T& key) {
    if (key.empty()) return {};
    return {reinterpret_cast<const char*>(key.data()), key.size()};
}

template <typename T>
T from_raw_bytes(std::string_view bytes) {
    using Element = typename T::value_type;
    const auto* first = reinterpret_cast<const Element*>(bytes.data());
    return bytes.empty() ? T() : T(first, first + bytes.size());
}

}  // namespace detail

template <detail::KeyInteger T>
struct KeyCodec<T> {
    using Bits = std::make_unsigned_t<T>;

    static constexpr Bits flip =
        std::is_signed_v<T> ? static_cast<Bits>(Bits{1} << (8 * sizeof(T) - 1)) : Bits{0};

    static void append(std::string& bytes, T key) {
        const auto bits = static_cast<Bits>(static_cast<Bits>(key) ^ flip);
        detail::append_big_endian(bytes, bits, sizeof(T));
    }

    static T take(std::string_view& bytes) {
        const auto bits = static_cast<Bits>(detail::take_big_endian(bytes, sizeof(T)));
        return static_cast<T>(static_cast<Bits>(bits ^ flip));
    }
};

template <>
struct KeyCodec<bool> {
    static void append(std::string& bytes, bool key) { bytes += key ? '\1' : '\0'; }

    static bool take(std::string_view& bytes) {
        const std::uint64_t byte = detail::take_big_endian(bytes, 1);
        if (byte > 1) throw_damaged_key("a bool that is neither 0 nor 1");
        return byte != 0;
    }
};

template <>
struct KeyCodec<double> {
    static void append(std::string& bytes, double key) { detail::append_ordered(bytes, key); }

    static double take(std::string_view& bytes) { return detail::take_ordered_double(bytes); }
};

template <>
struct KeyCodec<float> {
    static void append(std::string& bytes, float key) { detail::append_ordered(bytes, key); }

    static float take(std::string_view& bytes) { return detail::take_ordered_float(bytes); }
};

template <typename T>
requires std::is_enum_v<T>

struct KeyCodec<T> {
    using Number = std::underlying_type_t<T>;

    static void append(std::string& bytes, T key) {
        KeyCodec<Number>::append(bytes, static_cast<Number>(key));
    }

    static T take(std::string_view& bytes) { return static_cast<T>(KeyCodec<Number>::take(bytes)); }
};

template <typename T>
requires detail::is_raw_key<T>

struct KeyCodec<T> {
    static void append(std::string& bytes, const T& key) {
        detail::append_escaped(bytes, detail::raw_bytes(key));
    }

    static T take(std::string_view& bytes) {
        return detail::from_raw_bytes<T>(detail::take_escaped(bytes));
    }
};

template <KeyType T>
struct KeyCodec<std::optional<T>> {
    static void append(std::string& bytes, const std::optional<T>& key) {
        KeyCodec<bool>::append(bytes, key.has_value());
        if (key) KeyCodec<T>::append(bytes, *key);
    }

    static std::optional<T> take(std::string_view& bytes) {
        if (!KeyCodec<bool>::take(bytes)) return std::nullopt;
        return KeyCodec<T>::take(bytes);
    }
};

template <KeyType First, KeyType Second>
struct KeyCodec<std::pair<First, Second>> {
    static void append(std::string& bytes, const std::pair<First, Second>& key) {
        KeyCodec<First>::append(bytes, key.first);
        KeyCodec<Second>::append(bytes, key.second);
    }

    /// Elements of a braced list are evaluated from left to right.
    static std::pair<First, Second> take(std::string_view& bytes) {
        return {KeyCodec<First>::take(bytes), KeyCodec<Second>::take(bytes)};
    }
};

template <KeyType... Types>
struct KeyCodec<std::tuple<Types...>> {
    static void append(std::string& bytes, const std::tuple<Types...>& key) {
        std::apply([&](const Types&... part) { (KeyCodec<Types>::append(bytes, part), ...); }, key);
    }

    static std::tuple<Types...> take([[maybe_unused]] std::string_view& bytes) {
        return std::tuple<Types...>{KeyCodec<Types>::take(bytes)...};
    }
};

template <KeyType T, std::size_t count>
struct KeyCodec<std::array<T, count>> {
    static void append(std::string& bytes, const std::array<T, count>& key) {
        for (const T& part : key)
            KeyCodec<T>::append(bytes, part);
    }

    static std::array<T, count> take(std::string_view& bytes) {
        return [&]<std::size_t... index>(std::index_sequence<index...>) {
            return std::array<T, count>{(static_cast<void>(index), KeyCodec<T>::take(bytes))...};
        }
        (std::make_index_sequence<count>());
    }
};

template <KeyType Count, typename Period>
struct KeyCodec<std::chrono::duration<Count, Period>> {
    using Duration = std::chrono::duration<Count, Period>;

    static void append(std::string& bytes, Duration key) {
        KeyCodec<Count>::append(bytes, key.count());
    }

    static Duration take(std::string_view& bytes) { return Duration(KeyCodec<Count>::take(bytes)); }
};

template <typename Clock, KeyType Duration>
struct KeyCodec<std::chrono::time_point<Clock, Duration>> {
    using Time = std::chrono::time_point<Clock, Duration>;

    static void append(std::string& bytes, Time key) {
        KeyCodec<Duration>::append(bytes, key.time_since_epoch());
    }

    static Time take(std::string_view& bytes) { return Time(KeyCodec<Duration>::take(bytes)); }
};

/// The bytes of `key` as a whole key.
template <KeyType T>
std::string encode_key(const T& key) {
    if constexpr (detail::is_raw_key<T>) {
        return std::string(detail::raw_bytes(key));
    } else {
        std::string bytes;
        KeyCodec<T>::append(bytes, key);
        return bytes;
    }
}

/// The value whose `encode_key` is `bytes`. Throws Error{Errc::corrupt} when there is none; its
/// text begins with `place`.
template <KeyType T>
T decode_key(std::string_view bytes, std::string_view place = "typed map") {
    if constexpr (detail::is_raw_key<T>) return detail::from_raw_bytes<T>(bytes);
    try {
        std::string_view left = bytes;
        T key = KeyCodec<T>::take(left);
        if (!left.empty()) throw_damaged_key("bytes behind its end");
        return key;
    } catch (const detail::DamagedKey& reason) {
        detail::throw_corrupt_key(place, bytes, reason);
    }
}

/// What the encodings of all pairs or tuples `T` that begin with `parts` begin with. For a string
/// as the whole key: the bytes of the one part.
template <KeyType T, typename... Parts>
std::string encode_key_prefix(const Parts&... parts) {
    std::string bytes;
    if constexpr (detail::is_raw_key<T>) {
        ((bytes += detail::raw_bytes(T(parts))), ...);
    } else {
        static_assert(sizeof...(Parts) <= std::tuple_size_v<T>, "more parts than the key has");
        [&]<std::size_t... index>(std::index_sequence<index...>) {
            (KeyCodec<std::tuple_element_t<index, T>>::append(bytes, parts), ...);
        }
        (std::make_index_sequence<sizeof...(Parts)>());
    }
    return bytes;
}

}  // namespace dbdb
