#include <vector>

#include "arguments.hpp"
#include "exchange/csv.hpp"
#include "exchange/dump_format.hpp"
#include "exchange/dump_writer.hpp"
#include "exchange/lmdb_need.hpp"
#include "keyspace_argument.hpp"
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

/// What is dumped: one keyspace, or all of a snapshot, the default one first.
class Dump {
public:
    Dump(const Snapshot& snapshot, const KeyspaceArgument& keyspace, const std::string& path) {
        keyspaces_.push_back({keyspace.name.value_or(""), keyspace.of(snapshot, path)});
        if (keyspace.name) return;
        for (const KeyspaceInfo& info : snapshot.keyspaces())
            keyspaces_.push_back({info.name, snapshot.keyspace(info.name)});
    }

    std::size_t keyspace_count() const { return keyspaces_.size(); }

    /// Looks at every record before anything is written. Throws Failure (bad_input) at the first
    /// that LMDB cannot hold.
    std::uint64_t lmdb_map_bytes(const std::string& path) const {
        exchange::LmdbNeed need;
        for (const Part& part : keyspaces_)
            for (const Entry& entry : part.snapshot.range())
                if (const auto problem = need.add(entry.key, entry.value))
                    throw Failure(ExitCode::bad_input,
                                  path + ": " + *problem + "; nothing was written");
        return need.map_bytes();
    }

    /// The same for what csv cannot hold as text.
    void require_text(const std::string& path) const {
        for (const Part& part : keyspaces_)
            for (const Entry& entry : part.snapshot.range())
                if (!exchange::is_csv_text(entry.key) || !exchange::is_csv_text(entry.value))
                    throw Failure(ExitCode::bad_input,
                                  path + ": " + text::quoted(entry.key) +
                                      " or its value is not UTF-8 text; nothing was written; csv "
                                      "holds any bytes with --hex or --base64");
    }

    void write(exchange::DumpWriter writer, bool to_terminal) const {
        std::optional<Progress> progress;
        if (!to_terminal) progress.emplace("dumping", record_count());
        std::uint64_t records = 0;
        for (const Part& part : keyspaces_) {
            writer.begin(part.name);
            const Range entries = part.snapshot.range();
            for (auto entry = entries.begin(); entry != entries.end(); ++entry) {
                writer.record(entry->key, entry->value, entry.metadata().options());
                ++records;
                if (progress) progress->show(records, records);
            }
            writer.end();
        }
    }

private:
    struct Part {
        std::string name{};
        Snapshot snapshot;
    };

    std::uint64_t record_count() const {
        std::uint64_t count = 0;
        for (const Part& part : keyspaces_)
            count += part.snapshot.size();
        return count;
    }

    std::vector<Part> keyspaces_;
};

ExitCode run_dump(const Call& call) {
    std::string path;
    AtArgument at;
    std::optional<std::string> format_name;
    KeyspaceArgument keyspace;
    exchange::DumpStyle style;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    arguments.option(
        "--format", "F", format_name, std::string(exchange::dump_format_names) + " (jsonl)");
    arguments.spelling(style.spelling);
    keyspace.add_to(arguments);
    arguments.pager(call.output);
    arguments.parse(call.words);
    const DumpFormat format = format_named(format_name.value_or("jsonl"));
    if (style.spelling != text::Spelling::raw && format != DumpFormat::csv)
        throw Failure(ExitCode::wrong_arguments, "--hex and --base64 go with --format csv alone");

    const Dump dump(at.snapshot_of(open_to_read(path)), keyspace, path);
    if (!exchange::names_keyspaces(format) && dump.keyspace_count() > 1) {
        throw Failure(ExitCode::wrong_arguments,
                      std::string(exchange::dump_format_name(format)) +
                          " has no place for the names of keyspaces; choose one with --keyspace");
    }
    if (format == DumpFormat::lmdb) style.map_bytes = dump.lmdb_map_bytes(path);
    if (format == DumpFormat::csv && style.spelling == text::Spelling::raw) dump.require_text(path);
    dump.write({format, call.output.writer(), style}, call.output.is_terminal());
    return ExitCode::done;
}

}  // namespace

constinit const Verb dump_verb{
    .name = "dump",
    .summary = "Write all records as text",
    .examples =
        "dbdb dump people.db > people.jsonl\n"
        "dbdb dump people.db --format lmdb | mdb_load -n new.lmdb\n"
        "dbdb dump people.db --format tsv | sort -k2\n"
        "dbdb dump people.db --format resp | redis-cli --pipe\n"
        "dbdb dump people.db --format csv | sqlite3 people.sqlite '.import --csv /dev/stdin "
        "people'",
    .notes =
        "Formats:\n"
        "  jsonl  one JSON object on each line; bytes that are not UTF-8 in key_base64\n"
        "         and value_base64\n"
        "  bdb    the text dump of Berkeley DB, for db_load and mdb_load\n"
        "  lmdb   the same with a map size, for mdb_load; refused for keys that LMDB\n"
        "         cannot hold\n"
        "  tsv    key, tab, value, escaped as scan does\n"
        "  csv    RFC 4180 with the header key,value; bytes that are no text need --hex or\n"
        "         --base64, which the header then tells\n"
        "  resp   SET commands for redis-cli --pipe, with what is left to live\n"
        "  ldb    for ldb load --hex of RocksDB",
    .exit_codes = "3 there is no such keyspace or commit",
    .run = run_dump,
};

}  // namespace dbdb::tool
