/// How lib/io says what the system refused: file and place first, then the system's reason.
#pragma once

#include <cerrno>
#include <string>

#include "dbdb/error.hpp"

namespace dbdb::io {

/// An Error{Errc::io} with the reason of the call that just failed.
inline Error io_error(const std::string& text) {
    const int reason = errno;
    return {Errc::io, text, reason};
}

}  // namespace dbdb::io
