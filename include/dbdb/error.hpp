/// What can go wrong, as one exception type.
///
/// Absence is never an error: it is an empty optional or `false`. A bug of the caller that can be
/// named (use after close, a bad argument) and a failure of the world (disk, damage, locks) are an
/// Error; the text names the file and the place, what was wrong, and the system's reason.
#pragma once

#include <string>
#include <system_error>

#include "dbdb/export.hpp"

namespace dbdb {

enum class Errc {
    corrupt = 1,     ///< Bytes in the file are not what was written, or cannot be true.
    io,              ///< The system refused a read, write, sync or mapping.
    locked,          ///< Another process or thread holds the writer's turn.
    read_only,       ///< A change was asked of a handle or file that cannot be changed.
    too_large,       ///< A key, value or message is over its limit.
    closed,          ///< The handle or transaction is finished, or belongs to a parent process.
    unsupported,     ///< The file, file system or build lacks what was asked for.
    not_a_database,  ///< The file is of another kind; it was left unchanged.
    newer_format,    ///< The file was written in a format that this library does not know.
    not_found,       ///< There is no such file, commit or keyspace.
    invalid,         ///< An argument makes no sense, such as keys out of order.
};

/// The category of Errc, named "dbdb".
DBDB_EXPORT const std::error_category& error_category() noexcept;

DBDB_EXPORT std::error_code make_error_code(Errc code) noexcept;

/// The one exception of this library. `what()` reads `people.db: node at byte 8192: database is
/// corrupt`. When the system gave a reason, it is in the text and in `system_reason`.
class DBDB_EXPORT Error : public std::system_error {
public:
    Error(Errc code, const std::string& text);
    Error(Errc code, const std::string& text, int system_errno);

    /// The kind of failure.
    Errc errc() const noexcept { return static_cast<Errc>(code().value()); }

    /// The errno behind the failure, 0 when there is none.
    int system_reason() const noexcept { return system_errno_; }

private:
    int system_errno_ = 0;
};

}  // namespace dbdb

template <>
struct std::is_error_code_enum<dbdb::Errc> : std::true_type {};
