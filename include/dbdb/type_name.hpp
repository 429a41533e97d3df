/// Names of types that are the same with every compiler and in every build: typed maps write them
/// before their values, so that a value of another type is told, by name.
#pragma once

#include <array>
#include <chrono>
#include <concepts>
#include <cstddef>
#include <deque>
#include <list>
#include <map>
#include <memory>
#include <optional>
#include <set>
#include <string>
#include <string_view>
#include <tuple>
#include <type_traits>
#include <unordered_map>
#include <unordered_set>
#include <utility>
#include <variant>
#include <vector>

namespace dbdb {

/// The name of `T`. A type of one's own has either a member
/// `static constexpr std::string_view dbdb_type = "shop.user";` or a specialization of this with a
/// function `name()`. Containers with the same layout have the same name. An enum without a name of
/// its own has that of its number.
template <typename T>
struct TypeName;

template <typename T>
std::string type_name() {
    return std::string(TypeName<std::remove_cv_t<T>>::name());
}

namespace detail {

template <typename T>
concept NamesItself = requires {
    { T::dbdb_type } -> std::convertible_to<std::string_view>;
};

/// "map<string,u32>".
template <typename... Types>
std::string generic_name(std::string_view generic) {
    std::string name;
    ((name += (name.empty() ? "" : ",") + type_name<Types>()), ...);
    return std::string(generic) + "<" + name + ">";
}

template <typename T>
concept NamedNumber = std::is_arithmetic_v<T> && sizeof(T) <= 8 && !std::same_as<T, wchar_t>;

}  // namespace detail

template <detail::NamesItself T>
struct TypeName<T> {
    static std::string_view name() { return T::dbdb_type; }
};

template <typename T>
requires std::is_enum_v<T>

struct TypeName<T> : TypeName<std::underlying_type_t<T>> {
};

/// "u8", "i64", "f32"; a `char` is a byte like any other.
template <detail::NamedNumber T>
struct TypeName<T> {
    static std::string name() {
        if (std::same_as<T, bool>) return "bool";
        const bool is_signed = std::is_signed_v<T> && !std::same_as<T, char>;
        const char* kind = std::is_floating_point_v<T> ? "f" : is_signed ? "i" : "u";
        return kind + std::to_string(8 * sizeof(T));
    }
};

template <>
struct TypeName<std::string> {
    static std::string_view name() { return "string"; }
};

template <typename T>
struct TypeName<std::vector<T>> {
    static std::string name() { return detail::generic_name<T>("list"); }
};

template <typename T>
struct TypeName<std::deque<T>> : TypeName<std::vector<T>> {};

template <typename T>
struct TypeName<std::list<T>> : TypeName<std::vector<T>> {};

template <typename T>
struct TypeName<std::set<T>> {
    static std::string name() { return detail::generic_name<T>("set"); }
};

template <typename T>
struct TypeName<std::unordered_set<T>> : TypeName<std::set<T>> {};

template <typename Key, typename T>
struct TypeName<std::map<Key, T>> {
    static std::string name() { return detail::generic_name<Key, T>("map"); }
};

template <typename Key, typename T>
struct TypeName<std::unordered_map<Key, T>> : TypeName<std::map<Key, T>> {};

template <typename T, std::size_t count>
struct TypeName<std::array<T, count>> {
    static std::string name() {
        return "array<" + type_name<T>() + "," + std::to_string(count) + ">";
    }
};

template <typename T>
struct TypeName<std::optional<T>> {
    static std::string name() { return detail::generic_name<T>("optional"); }
};

template <typename T>
struct TypeName<std::unique_ptr<T>> {
    static std::string name() { return detail::generic_name<T>("unique"); }
};

template <typename T>
struct TypeName<std::shared_ptr<T>> {
    static std::string name() { return detail::generic_name<T>("shared"); }
};

template <typename First, typename Second>
struct TypeName<std::pair<First, Second>> {
    static std::string name() { return detail::generic_name<First, Second>("pair"); }
};

template <typename... Types>
struct TypeName<std::tuple<Types...>> {
    static std::string name() { return detail::generic_name<Types...>("tuple"); }
};

template <typename... Types>
struct TypeName<std::variant<Types...>> {
    static std::string name() { return detail::generic_name<Types...>("variant"); }
};

template <typename Count, typename Period>
struct TypeName<std::chrono::duration<Count, Period>> {
    static std::string name() {
        return "duration<" + type_name<Count>() + "," + std::to_string(Period::num) + "/" +
               std::to_string(Period::den) + ">";
    }
};

/// Only the system's clock has an epoch that is the same in every run.
template <typename Duration>
struct TypeName<std::chrono::time_point<std::chrono::system_clock, Duration>> {
    static std::string name() { return detail::generic_name<Duration>("time"); }
};

}  // namespace dbdb
