/// A value that tells its own type, for programs that store what has no type of its own and for
/// people who want to see what was stored.
#pragma once

#include <concepts>
#include <cstddef>
#include <cstdint>
#include <map>
#include <string>
#include <string_view>
#include <utility>
#include <variant>
#include <vector>

#include "dbdb/export.hpp"

namespace dbdb {

/// Null, bool, integer, double, text, bytes, list or map. An integer is any of 64 bits, with sign
/// or without; all NaNs are one.
///
/// As JSON nothing is lost: bytes are `{"$bytes": "<base64>"}`, doubles that JSON lacks
/// `{"$double": "nan"}`, "inf" or "-inf", and a map whose only key is one of these, or "$map", is
/// put into `{"$map": ...}`. Other doubles have a point or an exponent and the fewest digits that
/// bring them back. Lists and maps may be nested `depth_max` deep.
class DBDB_EXPORT Value {
public:
    /// Bytes that need not be text.
    struct Bytes {
        std::string bytes{};

        friend bool operator==(const Bytes&, const Bytes&) = default;
    };

    using List = std::vector<Value>;
    using Map = std::map<std::string, Value, std::less<>>;

    static constexpr std::size_t depth_max = 128;

    Value() = default;

    Value(std::nullptr_t) {}

    Value(std::same_as<bool> auto flag) : data_(flag) {}

    Value(double number);

    template <std::integral Integer>

    requires(!std::same_as<Integer, bool>) Value(Integer number) {
        if (std::in_range<std::int64_t>(number)) {
            data_ = static_cast<std::int64_t>(number);
        } else {
            data_ = static_cast<std::uint64_t>(number);
        }
    }

    /// UTF-8, or it can be neither encoded nor shown.
    Value(std::string text) : data_(std::move(text)) {}

    Value(std::string_view text) : data_(std::string(text)) {}

    Value(const char* text) : data_(std::string(text)) {}

    Value(Bytes bytes) : data_(std::move(bytes)) {}

    Value(List list) : data_(std::move(list)) {}

    Value(Map map) : data_(std::move(map)) {}

    bool is_null() const noexcept { return holds<std::monostate>(); }

    /// Whether it is a `T`: bool, std::int64_t (every integer that fits one), std::uint64_t (only
    /// larger ones), double, std::string, Bytes, List or Map.
    template <typename T>
    bool holds() const noexcept {
        return std::holds_alternative<T>(data_);
    }

    /// What is in it, or null when it is not a `T`.
    template <typename T>
    const T* get_if() const noexcept {
        return std::get_if<T>(&data_);
    }

    /// What is in it. Throws Error{Errc::invalid} when it is not a `T`.
    template <typename T>
    const T& as() const {
        if (const T* data = get_if<T>()) return *data;
        throw_other_type();
    }

    /// "null", "bool", "integer", "double", "text", "bytes", "list" or "map".
    std::string_view type() const noexcept;

    /// The bytes to be stored, with a mark that no UTF-8 begins with: lib/FORMAT.md, "Values of
    /// clients". Equal values have equal bytes. Throws Error{Errc::invalid} for text that is not
    /// UTF-8 and for lists too deep.
    std::string encode() const;

    /// Whether `bytes` carry the mark.
    static bool is_encoded(std::string_view bytes) noexcept;

    /// What `encode` made `bytes` of. Throws Error{Errc::corrupt} for everything that `encode`
    /// never makes; its text begins with `place`. Memory: some 100 times the bytes at most,
    /// whatever they claim.
    static Value decode(std::string_view bytes, std::string_view place = "bytes of a value");

    /// On one line and safe on a terminal: control characters are escaped. Throws as `encode` does.
    std::string to_json() const;

    /// Throws Error{Errc::invalid}, naming it, for what is not JSON or cannot be held without
    /// loss: keys twice in a map, integers over 64 bits, doubles out of range, too great a depth.
    static Value from_json(std::string_view json);

    /// By IEEE's rules: NaN differs from itself.
    friend bool operator==(const Value&, const Value&) = default;

    /// What it is, as `visit` of the standard's variant takes it.
    const auto& data() const noexcept { return data_; }

private:
    [[noreturn]] void throw_other_type() const;

    std::variant<std::monostate,
                 bool,
                 std::int64_t,
                 std::uint64_t,
                 double,
                 std::string,
                 Bytes,
                 List,
                 Map>
        data_{};
};

}  // namespace dbdb
