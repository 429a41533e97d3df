#include <chrono>
#include <cstdio>
#include <unistd.h>

#include "arguments.hpp"
#include "exchange/dump_format.hpp"
#include "input.hpp"
#include "keyspace_argument.hpp"
#include "loader.hpp"
#include "number_text.hpp"
#include "output.hpp"
#include "progress.hpp"
#include "stores/store.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

using exchange::DumpFormat;
using exchange::LineSource;
using Clock = std::chrono::steady_clock;

struct LoadArguments {
    std::string path{};
    std::string input = "-";
    std::optional<std::string> format{};
    std::optional<std::string> table{};
    std::optional<std::uint64_t> batch_records{};
    KeyspaceArgument keyspace{};
    WriteArguments write{};

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database; made when it is missing");
        arguments.optional("INPUT", input, "The dump or store; standard input when missing or -");
        arguments.option(
            "--format",
            "F",
            format,
            std::string(exchange::dump_format_names) + "; auto tells it by the first bytes (auto)");
        arguments.option(
            "--table", "NAME", table, "Of a store of SQLite or LMDB: read this table or database");
        arguments.number("--batch", "N", batch_records, "Commit after every N records");
        keyspace.add_to(arguments);
        write.add_to(arguments);
        arguments.parse(call.words);
        if (batch_records == 0)
            throw Failure(ExitCode::wrong_arguments, "--batch: at least 1 record is needed");
    }
};

/// The format that the user named; empty for auto.
std::optional<DumpFormat> named_format(const LoadArguments& arguments) {
    if (arguments.format.value_or("auto") == "auto") return std::nullopt;
    const std::optional<DumpFormat> format = exchange::dump_format_named(*arguments.format);
    if (format) return format;
    throw Failure(ExitCode::wrong_arguments,
                  "unknown format " + text::quoted(*arguments.format) + "; known are " +
                      std::string(exchange::dump_format_names));
}

DumpFormat detected_format(LineSource& source, const Input& input) {
    if (const auto format = exchange::detect_dump_format(source)) return *format;
    throw Failure(ExitCode::bad_input,
                  input.name() + ": its first bytes tell no format; name it with --format " +
                      std::string(exchange::dump_format_names));
}

std::string about_kept(const Loader& loader) {
    if (loader.commits() == 0) return "; nothing was loaded";
    return "; the first " + std::to_string(loader.records_committed()) + " records are committed";
}

/// Runs `read` with what takes its records, and commits the last of them.
template <typename Read>
void load(const Read& read, const std::string& name, Loader& loader) {
    try {
        read();
    } catch (const exchange::InputError& error) {
        throw Failure(ExitCode::bad_input, name + ": " + error.what() + about_kept(loader));
    }
    loader.finish();
}

void load_dump(const LoadArguments& arguments, Loader& loader) {
    const std::optional<DumpFormat> named = named_format(arguments);
    if (arguments.table)
        throw Failure(ExitCode::wrong_arguments, "--table is for stores of SQLite and LMDB");
    Input input(arguments.input);
    if (input.is_terminal()) write_error("reading a dump; end it with Ctrl-D\n");
    LineSource source([&input](std::span<char> target) { return input.read(target); });
    const DumpFormat format = named ? *named : detected_format(source, input);
    Progress progress("loading", input.total_bytes());
    const auto take = [&](const exchange::Record& record) {
        loader.take(record);
        progress.show(source.bytes_taken(), loader.records());
    };
    load([&] { exchange::read_dump(source, format, take); }, input.name(), loader);
}

void load_store(stores::StoreKind kind, const LoadArguments& arguments, Loader& loader) {
    Progress progress("loading", std::nullopt);
    const auto take = [&](const exchange::Record& record) {
        loader.take(record);
        progress.show(loader.records(), loader.records());
    };
    const auto read = [&] { stores::read_store(kind, arguments.input, arguments.table, take); };
    load(read, arguments.input, loader);
}

std::string summary(const Loader& loader, Clock::duration elapsed) {
    const double seconds = std::chrono::duration<double>(elapsed).count();
    char seconds_text[32];
    std::snprintf(seconds_text, sizeof seconds_text, "%.1f", seconds);
    return "loaded " + counted(loader.records(), "record") + " in " + seconds_text + " s (" +
           counted(loader.commits(), "commit") + ")\n";
}

ExitCode run_load(const Call& call) {
    LoadArguments arguments;
    arguments.parse(call);
    const Clock::time_point began = Clock::now();
    Loader loader(arguments.path,
                  arguments.keyspace.name.value_or(""),
                  arguments.write,
                  arguments.batch_records);
    const bool may_be_store = arguments.format.value_or("auto") == "auto";
    const auto store = may_be_store ? stores::detect_store(arguments.input) : std::nullopt;
    if (store) {
        load_store(*store, arguments, loader);
    } else {
        load_dump(arguments, loader);
    }
    if (arguments.write.verbose || ::isatty(STDERR_FILENO) == 1)
        write_error(summary(loader, Clock::now() - began));
    return ExitCode::done;
}

}  // namespace

constinit const Verb load_verb{
    .name = "load",
    .summary = "Read records from a dump",
    .examples =
        "dbdb load people.db people.jsonl\n"
        "dbdb load people.db old-lmdb/\n"
        "dbdb load people.db old.sqlite --table people\n"
        "mdb_dump -n old.lmdb | dbdb load people.db\n"
        "cut -f1,2 table.txt | dbdb load people.db --format tsv\n"
        "sqlite3 -csv -header old.sqlite 'select id as key, name as value from people' | dbdb load "
        "people.db\n"
        "dbdb load people.db appendonlydir/appendonly.aof.1.incr.aof",
    .notes =
        "Makes the file when there is none. The format is told by the first bytes: JSON Lines, "
        "the text dump of Berkeley DB and LMDB, comma-separated values with a header that names "
        "key and value, commands of Redis or its append-only file, what ldb dump --hex of "
        "RocksDB writes; tsv must be named. Or INPUT is itself a store, where the program was "
        "built with its library (dbdb --version): the environment of LMDB, a directory of "
        "LevelDB, or a database of SQLite, whose table has columns key and value or just two. "
        "Of a key given twice the last value stands. Everything is one commit, or one for each "
        "--batch records. That an input was cut is always seen, except exactly between two "
        "records of JSON Lines, csv, tsv and Redis, which do not tell their end. LevelDB has no "
        "way of opening that writes nothing: it may tidy its files.",
    .exit_codes = "8 the input is wrong or cut off: nothing of the present commit is kept",
    .run = run_load,
};

}  // namespace dbdb::tool
