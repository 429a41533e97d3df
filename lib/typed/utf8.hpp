/// Whether bytes are text.
#pragma once

#include <string_view>

namespace dbdb::typed {

/// Whether `bytes` are well-formed UTF-8: no overlong forms, surrogates or numbers over 0x10ffff.
bool is_utf8(std::string_view bytes) noexcept;

}  // namespace dbdb::typed
