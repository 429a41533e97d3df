#include "arguments.hpp"
#include "exchange/dump_format.hpp"
#include "exchange/dump_writer.hpp"
#include "exchange/lmdb_need.hpp"
#include "open.hpp"
#include "progress.hpp"
#include "reference.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

using exchange::DumpFormat;

DumpFormat format_named(const std::string& name) {
    const std::optional<DumpFormat> format = exchange::dump_format_named(name);
    if (format) return *format;
    throw Failure(ExitCode::wrong_arguments,
                  "unknown format " + text::quoted(name) + "; known are " +
                      std::string(exchange::dump_format_names));
}

/// Looks at every record before anything is written. Throws Failure (bad_input) at the first that
/// LMDB cannot hold.
std::uint64_t lmdb_map_bytes(const Snapshot& snapshot, const std::string& path) {
    exchange::LmdbNeed need;
    for (const Entry& entry : snapshot.range())
        if (const std::optional<std::string> problem = need.add(entry.key, entry.value))
            throw Failure(ExitCode::bad_input, path + ": " + *problem + "; nothing was written");
    return need.map_bytes();
}

void write_dump(const Snapshot& snapshot, exchange::DumpWriter writer, bool to_terminal) {
    std::optional<Progress> progress;
    if (!to_terminal) progress.emplace("dumping", snapshot.size());
    std::uint64_t records = 0;
    writer.begin();
    for (const Entry& entry : snapshot.range()) {
        writer.record(entry.key, entry.value);
        ++records;
        if (progress) progress->show(records, records);
    }
    writer.end();
}

}  // namespace

ExitCode run_dump(const Call& call) {
    std::string path;
    AtArgument at;
    std::optional<std::string> format_name;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    arguments.option("--format", "F", format_name, "jsonl, bdb, lmdb or tsv (jsonl)");
    arguments.parse(call.words);
    const DumpFormat format = format_named(format_name.value_or("jsonl"));

    const Snapshot snapshot = at.snapshot_of(open_to_read(path));
    const std::uint64_t map_bytes = format == DumpFormat::lmdb ? lmdb_map_bytes(snapshot, path) : 0;
    write_dump(snapshot, {format, call.output.writer(), map_bytes}, call.output.is_terminal());
    return ExitCode::done;
}

}  // namespace dbdb::tool
