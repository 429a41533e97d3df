#include <cstdio>
#include <fmt/format.h>
#include <string>

#include "report.hpp"
#include "summary.hpp"

namespace dbdb::bench {

namespace {

constexpr const char* line_format =
    "{:<24} {:<17} {:>11} {:>11}  {:<20} {:<20} {:>6} {:>10} {:>10} {:>8}\n";

/// Three figures at least, and no more digits than the measurement is worth.
std::string number(double value) {
    const int decimals = value < 10 ? 2 : value < 100 ? 1 : 0;
    return fmt::format("{:.{}f}", value, decimals);
}

std::string number(const std::optional<double>& value) { return value ? number(*value) : ""; }

std::string ratio(const std::optional<Spread>& spread) {
    if (!spread) return "";
    return fmt::format("{:.2f} [{:.2f}, {:.2f}]", spread->median, spread->min, spread->max);
}

class TableReport : public Report {
public:
    void begin(const Plan& plan, const Environment& environment) override {
        fmt::print("{} x {}, {}\n{}, {}{}, load {:.2f}\n",
                   environment.processor_count,
                   environment.processor,
                   environment.kernel,
                   environment.file_system,
                   environment.compiler,
                   environment.optimized ? "" : " WITHOUT OPTIMIZATION",
                   environment.load_average);
        fmt::print("{} entries of {} + {} bytes, {} rounds;",
                   plan.sizes.entries,
                   key_bytes,
                   value_bytes,
                   plan.rounds);
        for (const StoreKind& kind : plan.stores)
            fmt::print(" {} {}", kind.name, kind.version);
        fmt::print("\nmedians; ratios to {}, round by round: median [min, max]\n\n", baseline_name);
        print_headline();
    }

    void add_row(std::span<const Series> row) override {
        for (const Summary& summary : summarize(row))
            print_line(summary);
        std::fflush(stdout);
    }

    void end() override {}

private:
    static void print_headline() {
        fmt::print(line_format,
                   "",
                   "",
                   "wall",
                   "cpu",
                   "wall",
                   "cpu",
                   "syncs",
                   "written",
                   "appended",
                   "bytes");
        fmt::print(line_format,
                   "row",
                   "store",
                   "ns/op",
                   "ns/op",
                   "ratio",
                   "ratio",
                   "/commit",
                   "/commit",
                   "/commit",
                   "/entry");
    }

    static void print_line(const Summary& summary) {
        const Series& series = *summary.series;
        if (series.passes.empty()) {
            fmt::print("{:<24} {:<17} {}\n", series.row, series.store, series.failure);
            return;
        }
        fmt::print(line_format,
                   series.row,
                   series.store,
                   number(summary.wall_ns.median),
                   number(summary.cpu_ns.median),
                   ratio(summary.wall_ratio),
                   ratio(summary.cpu_ratio),
                   number(summary.figures.syncs_per_commit),
                   number(summary.figures.written_per_commit),
                   number(summary.figures.appended_per_commit),
                   number(summary.figures.bytes_per_entry));
    }
};

}  // namespace

std::unique_ptr<Report> table_report() { return std::make_unique<TableReport>(); }

}  // namespace dbdb::bench
