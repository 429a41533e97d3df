#include <cstdio>
#include <fmt/format.h>
#include <string>

#include "report.hpp"

namespace dbdb::bench {

namespace {

constexpr const char* line_format =
    "{:<22} {:<18} {:>10} {:>10}  {:<21} {:<21} {:>6} {:>9} {:>9} {:>7} {:>9} {:>7} {:>9}\n";

void print_line(const Summary& summary) {
    const Series& series = *summary.series;
    if (series.passes.empty()) {
        fmt::print("{:<22} {:<18} {}\n", series.row, series.store, failure_text(series));
        return;
    }
    fmt::print(line_format,
               series.row,
               series.store,
               number_text(summary.wall_ns.median),
               number_text(summary.cpu_ns.median),
               spread_text(summary.wall_speed),
               spread_text(summary.cpu_speed),
               number_text(summary.figures.syncs_per_commit),
               number_text(summary.figures.written_bytes),
               number_text(summary.figures.appended_bytes),
               number_text(summary.figures.bytes_per_entry),
               bytes_text(summary.figures.memory_bytes),
               number_text(summary.figures.page_faults),
               number_text(summary.figures.read_bytes));
}

template <typename... Texts>
void print_headline(const Texts&... texts) {
    fmt::print(line_format, texts...);
}

}  // namespace

void print_table_head(const Results& results) {
    const Environment& environment = results.environment;
    fmt::print("{}, {} x {}, {}\n{}, {}{}, load {:.2f}\n",
               environment.time,
               environment.processor_count,
               environment.processor,
               environment.kernel,
               environment.file_system,
               environment.compiler,
               environment.optimized ? "" : " WITHOUT OPTIMIZATION",
               environment.load_average);
    fmt::print("{} entries of {} + {} bytes, {} rounds;",
               results.plan.entries,
               Shape{}.key_bytes,
               Shape{}.value_bytes,
               results.plan.rounds);
    for (const StoreKind& kind : results.plan.stores)
        fmt::print(" {} {}", kind.name, kind.version);
    fmt::print(
        "\nmedians; speed: how many times as quick as {}, round by round: median [min, max]\n\n",
        baseline_name);
    print_headline("",
                   "",
                   "wall",
                   "cpu",
                   "speed",
                   "speed",
                   "syncs",
                   "written",
                   "appended",
                   "bytes",
                   "memory",
                   "faults",
                   "read");
    print_headline("row",
                   "store",
                   "ns/op",
                   "ns/op",
                   "by wall",
                   "by cpu",
                   "/commit",
                   "B/op",
                   "B/op",
                   "/entry",
                   "at most",
                   "/op",
                   "B/op");
}

void print_table_row(const RowResult& row) {
    for (const Summary& summary : summarize(row.series))
        print_line(summary);
    std::fflush(stdout);
}

}  // namespace dbdb::bench
