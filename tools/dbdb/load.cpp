#include <chrono>
#include <cstdio>
#include <unistd.h>

#include "arguments.hpp"
#include "exchange/dump_format.hpp"
#include "input.hpp"
#include "keyspace_argument.hpp"
#include "loader.hpp"
#include "output.hpp"
#include "progress.hpp"
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
    std::optional<std::uint64_t> batch_records{};
    KeyspaceArgument keyspace{};
    WriteArguments write{};

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database; made when it is missing");
        arguments.optional("INPUT", input, "The dump; standard input when missing or -");
        arguments.option(
            "--format",
            "F",
            format,
            std::string(exchange::dump_format_names) + "; auto tells it by the first bytes (auto)");
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

void load(LineSource& source, DumpFormat format, const Input& input, Loader& loader) {
    Progress progress("loading", input.total_bytes());
    const auto take = [&](const exchange::Record& record) {
        loader.take(record);
        progress.show(source.bytes_taken(), loader.records());
    };
    try {
        exchange::read_dump(source, format, take);
    } catch (const exchange::InputError& error) {
        throw Failure(ExitCode::bad_input, input.name() + ": " + error.what() + about_kept(loader));
    }
    loader.finish();
}

std::string summary(const Loader& loader, Clock::duration elapsed) {
    const double seconds = std::chrono::duration<double>(elapsed).count();
    char seconds_text[32];
    std::snprintf(seconds_text, sizeof seconds_text, "%.1f", seconds);
    return "loaded " + std::to_string(loader.records()) +
           (loader.records() == 1 ? " record in " : " records in ") + seconds_text + " s (" +
           std::to_string(loader.commits()) +
           (loader.commits() == 1 ? " commit)\n" : " commits)\n");
}

ExitCode run_load(const Call& call) {
    LoadArguments arguments;
    arguments.parse(call);
    const std::optional<DumpFormat> named = named_format(arguments);
    const Clock::time_point began = Clock::now();
    Input input(arguments.input);
    if (input.is_terminal()) write_error("reading a dump; end it with Ctrl-D\n");
    LineSource source([&input](std::span<char> target) { return input.read(target); });
    const DumpFormat format = named ? *named : detected_format(source, input);
    Loader loader(arguments.path,
                  arguments.keyspace.name.value_or(""),
                  arguments.write,
                  arguments.batch_records);
    load(source, format, input, loader);
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
        "mdb_dump -n old.lmdb | dbdb load people.db\n"
        "cut -f1,2 table.txt | dbdb load people.db --format tsv\n"
        "sqlite3 -csv -header old.sqlite 'select id as key, name as value from people' | dbdb load "
        "people.db\n"
        "dbdb load people.db appendonlydir/appendonly.aof.1.incr.aof",
    .notes =
        "Makes the file when there is none. The format is told by the first bytes: JSON "
        "Lines, the text dump of Berkeley DB and LMDB, comma-separated values with a header "
        "that names key and value, commands of Redis or its append-only file, what ldb dump "
        "--hex of RocksDB writes; tsv must be named. Of a key given twice the last value stands. "
        "Everything is one commit, or one for each "
        "--batch records. That an input was cut is always seen, except exactly between two records "
        "of JSON Lines, csv, tsv and Redis, which do not tell their end.",
    .exit_codes = "8 the input is wrong or cut off: nothing of the present commit is kept",
    .run = run_load,
};

}  // namespace dbdb::tool
