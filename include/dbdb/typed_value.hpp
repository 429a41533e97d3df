/// Values of typed maps to bytes and back. Needs cereal.
///
/// Layout: a mark that no UTF-8 begins with, the name of the type, and what cereal makes of the
/// value; lib/FORMAT.md, "Values of clients". A dbdb::Value goes by its own form, which the command
/// line can show.
#pragma once

#include <concepts>
#include <string>
#include <string_view>
#include <type_traits>

#include "dbdb/export.hpp"
#include "dbdb/type_name.hpp"
#include "dbdb/typed_archive.hpp"
#include "dbdb/value.hpp"

namespace dbdb {

template <>
struct TypeName<Value> {
    static std::string_view name() { return "value"; }
};

namespace detail {

/// Where a value is, for errors. Views: valid during one call.
struct ValuePlace {
    std::string_view place{};  ///< The file and keyspace.
    std::string_view key{};    ///< Encoded.
};

/// The mark and the name of a type.
DBDB_EXPORT std::string typed_header(std::string_view type);

/// What follows the header of `type`. Throws Error{Errc::invalid} that names both types when
/// `bytes` are of another one.
DBDB_EXPORT std::string_view typed_payload(std::string_view bytes,
                                           std::string_view type,
                                           const ValuePlace& place);

DBDB_EXPORT Value decode_value(std::string_view bytes, const ValuePlace& place);

[[noreturn]] DBDB_EXPORT void throw_corrupt_value(std::string_view type,
                                                  std::string_view reason,
                                                  const ValuePlace& place);

template <typename T>
const std::string& name_of_type() {
    static const std::string name = type_name<T>();
    return name;
}

}  // namespace detail

/// Throws Error{Errc::invalid} for what could not be read again; see TypedOutput.
template <typename T>
std::string encode_typed_value(const T& value) {
    if constexpr (std::same_as<T, Value>) {
        return value.encode();
    } else {
        std::string bytes = detail::typed_header(detail::name_of_type<T>());
        TypedOutput archive(bytes);
        archive(value);
        archive.finish();
        return bytes;
    }
}

/// Throws Error, with the place and the key: invalid when `bytes` are of another type, corrupt when
/// they are damaged; and whatever the type's own code throws.
template <typename T>
T decode_typed_value(std::string_view bytes, const detail::ValuePlace& place = {}) {
    if constexpr (std::same_as<T, Value>) {
        return detail::decode_value(bytes, place);
    } else {
        static_assert(std::is_default_constructible_v<T>,
                      "cereal reads into a value that is there");
        const std::string& type = detail::name_of_type<T>();
        try {
            TypedInput archive(detail::typed_payload(bytes, type, place));
            T value{};
            archive(value);
            if (archive.at_end()) return value;
        } catch (const cereal::Exception& reason) {
            detail::throw_corrupt_value(type, reason.what(), place);
        }
        detail::throw_corrupt_value(type, "bytes behind its end", place);
    }
}

}  // namespace dbdb
