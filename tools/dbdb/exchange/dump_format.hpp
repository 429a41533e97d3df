/// The formats in which records leave a database and enter one.
#pragma once

#include <optional>
#include <string>
#include <string_view>

#include "exchange/line_source.hpp"
#include "exchange/record.hpp"

namespace dbdb::exchange {

enum class DumpFormat {
    jsonl,  ///< JSON Lines.
    bdb,    ///< The text dump of Berkeley DB, which the tools of LMDB read too.
    lmdb,   ///< The same with the map size that LMDB needs.
    tsv,    ///< Tab-separated, escaped.
    csv,    ///< Comma-separated, RFC 4180.
    resp,   ///< Commands of Redis.
    ldb,    ///< `ldb dump --hex` of RocksDB.
};

/// The names that users give to formats, for messages.
inline constexpr std::string_view dump_format_names = "jsonl, bdb, lmdb, tsv, csv, resp or ldb";

std::optional<DumpFormat> dump_format_named(std::string_view name);

std::string_view dump_format_name(DumpFormat format);

/// Whether it has a place for the names of keyspaces.
bool names_keyspaces(DumpFormat format);

/// The format that the input's first bytes tell; empty when they tell none. An empty input is an
/// empty dump in JSON Lines. Tab-separated values cannot be told from other text.
std::optional<DumpFormat> detect_dump_format(LineSource& source);

/// Gives every record of the input to `take`, in order. Throws InputError, and what `take` throws.
void read_dump(LineSource& source, DumpFormat format, const TakeRecord& take);

}  // namespace dbdb::exchange
