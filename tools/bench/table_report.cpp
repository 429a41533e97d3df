#include <cstdio>
#include <fmt/format.h>
#include <string>
#include <tuple>

#include "report.hpp"

namespace dbdb::bench {

namespace {

constexpr const char* line_format =
    "{:<22} {:<18} {:>10} {:>10}  {:<21} {:<21} {:>6} {:>9} {:>9} {:>7} {:>5} {:>7} {:>9} {:>7} "
    "{:>9}\n";

void print_line(const Summary& summary) {
    const Series& series = *summary.series;
    if (series.passes.empty()) {
        fmt::print("{:<22} {:<18} {}\n", series.row, series.store, failure_text(series));
        return;
    }
    std::apply(
        [&](const auto&... texts) { fmt::print(line_format, series.row, series.store, texts...); },
        figure_texts(summary));
}

template <typename... Texts>
void print_headline(const Texts&... texts) {
    fmt::print(line_format, texts...);
}

}  // namespace

void print_table_head(const Results& results) {
    fmt::print("{}\n", environment_text(results.environment));
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
                   "size",
                   "size",
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
                   "/live",
                   "at most",
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
