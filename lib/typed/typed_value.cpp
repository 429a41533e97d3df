#include "dbdb/typed_value.hpp"

#include <optional>

#include "dbdb/error.hpp"
#include "dbdb/key.hpp"

#include "typed/value_reader.hpp"
#include "typed/varint.hpp"

namespace dbdb::detail {
namespace {

constexpr std::string_view typed_mark = "\xdbT";

/// Removes the header; empty when there is none.
std::optional<std::string_view> take_type(std::string_view& bytes) {
    if (!bytes.starts_with(typed_mark)) return std::nullopt;
    bytes.remove_prefix(typed_mark.size());
    const auto name_bytes = typed::take_varint(bytes);
    if (!name_bytes || *name_bytes > bytes.size()) return std::nullopt;
    const std::string_view name = bytes.substr(0, *name_bytes);
    bytes.remove_prefix(name.size());
    return name;
}

std::string text_of(const ValuePlace& place) {
    return (place.place.empty() ? "typed map" : std::string(place.place)) + ": " +
           key_text(place.key);
}

[[noreturn]] void throw_other_type(std::string_view bytes,
                                   std::string_view type,
                                   const ValuePlace& place) {
    const auto stored = take_type(bytes);
    const std::string what = stored                     ? "'" + std::string(*stored) + "'"
                             : Value::is_encoded(bytes) ? "'value'"
                                                        : "bytes without a type";
    throw Error(
        Errc::invalid,
        text_of(place) + " holds " + what + ", but was asked for as '" + std::string(type) + "'");
}

}  // namespace

std::string typed_header(std::string_view type) {
    std::string bytes(typed_mark);
    typed::append_varint(bytes, type.size());
    return bytes.append(type);
}

std::string_view typed_payload(std::string_view bytes,
                               std::string_view type,
                               const ValuePlace& place) {
    std::string_view left = bytes;
    if (take_type(left) != type) throw_other_type(bytes, type, place);
    return left;
}

Value decode_value(std::string_view bytes, const ValuePlace& place) {
    if (!Value::is_encoded(bytes)) throw_other_type(bytes, TypeName<Value>::name(), place);
    try {
        return typed::read_value(bytes);
    } catch (const typed::DamagedValue& reason) {
        throw_corrupt_value(TypeName<Value>::name(), reason.what(), place);
    }
}

void throw_corrupt_value(std::string_view type, std::string_view reason, const ValuePlace& place) {
    throw Error(Errc::corrupt,
                text_of(place) + ": value of '" + std::string(type) + "': " + std::string(reason));
}

}  // namespace dbdb::detail
