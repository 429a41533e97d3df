#include "dbdb/value.hpp"

#include <array>
#include <cmath>
#include <limits>

#include "dbdb/error.hpp"

namespace dbdb {

Value::Value(double number)
    : data_(std::isnan(number) ? std::numeric_limits<double>::quiet_NaN() : number) {}

std::string_view Value::type() const noexcept {
    constexpr std::array<std::string_view, std::variant_size_v<decltype(data_)>> names{
        "null", "bool", "integer", "integer", "double", "text", "bytes", "list", "map"};
    return names[data_.index()];
}

void Value::throw_other_type() const {
    throw Error(Errc::invalid, "value: asked for another type than " + std::string(type()));
}

}  // namespace dbdb
