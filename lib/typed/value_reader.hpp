/// Bytes to a Value, for those who know better than its reader where the bytes are.
#pragma once

#include <stdexcept>
#include <string_view>

#include "dbdb/value.hpp"

namespace dbdb::typed {

/// Bytes that are no value. Stays within lib/typed.
class DamagedValue : public std::runtime_error {
public:
    using std::runtime_error::runtime_error;
};

/// What Value::decode gives. Throws DamagedValue.
Value read_value(std::string_view bytes);

}  // namespace dbdb::typed
