/// dbdb-bench: dbdb and other stores, doing the same. See README.md beside this file.
///
/// Exit code: 0 done, 1 wrong arguments, 2 a store failed or answered wrong, 3 the run failed,
/// 130 interrupted.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <signal.h>
#include <unistd.h>

#include "environment.hpp"
#include "harness.hpp"
#include "options.hpp"
#include "report.hpp"

namespace {

using namespace dbdb::bench;

struct UsageError : std::runtime_error {
    using std::runtime_error::runtime_error;
};

/// Those of `known` that are named in `wanted`, in the order of `known`; all when none is.
template <typename Named>
std::vector<Named> choose(std::span<const Named> known, const std::vector<std::string>& wanted) {
    const auto is_named = [](const Named& one, const auto& name) { return one.name == name; };
    for (const std::string& name : wanted) {
        const auto matches = [&](const Named& one) { return is_named(one, name); };
        if (std::none_of(known.begin(), known.end(), matches))
            throw UsageError(fmt::format("'{}' is not known; see --help", name));
    }
    std::vector<Named> chosen;
    for (const Named& one : known) {
        const auto matches = [&](const std::string& name) { return is_named(one, name); };
        if (wanted.empty() || std::any_of(wanted.begin(), wanted.end(), matches))
            chosen.push_back(one);
    }
    return chosen;
}

std::string list_of_names() {
    std::string text = "\nRows:\n";
    for (const Row& row : all_rows())
        text += fmt::format("  {:<24} {}\n", row.name, row.meaning);
    text += "\nStores:\n";
    for (const StoreKind& kind : all_stores())
        text += fmt::format("  {:<24} {}\n", kind.name, kind.version);
    return text;
}

/// A small run that still shows every row.
void make_quick(Options& options) {
    options.entries = 100'000;
    options.rounds = 3;
}

void add_options(CLI::App& app, Options& options) {
    app.add_option("--n", options.entries, "Number of entries")
        ->check(CLI::Range(entries_min, entries_max));
    app.add_option("--rounds", options.rounds, "How often each store has its turn at each row")
        ->check(CLI::Range(1, 1000));
    app.add_option("--rows", options.rows, "Rows to run, separated by commas")->delimiter(',');
    app.add_option("--stores", options.stores, "Stores to run, separated by commas")
        ->delimiter(',');
    app.add_option("--dir", options.directory, "Where a temporary directory is made")
        ->check(CLI::ExistingDirectory);
    app.add_flag("--json", options.json, "Print JSON in place of the table");
    app.add_flag_callback(
           "--quick", [&] { make_quick(options); }, "All rows at a tenth of the size, 3 rounds")
        ->excludes("--n")
        ->excludes("--rounds");
    app.footer(list_of_names());
}

void stop_on(int signal_number) {
    struct sigaction action {};

    action.sa_handler = [](int) { interrupt(); };
    // The second signal kills, for a pass may be long.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(signal_number, &action, nullptr);
}

/// Counts what went wrong, and says on a terminal how far the run is.
class Progress {
public:
    void row_is_done(std::span<const Series> row, bool says_so) {
        for (const Series& series : row)
            failures_ += !series.failure.empty() && !series.unsupported ? 1 : 0;
        if (says_so && isatty(STDERR_FILENO) != 0)
            fmt::print(stderr, "dbdb-bench: {} done\n", row.front().row);
    }

    unsigned failures() const { return failures_; }

private:
    unsigned failures_ = 0;
};

int run_with(const Options& options) {
    const TemporaryDirectory directory(options.directory);
    const Plan plan{choose(all_rows(), options.rows),
                    choose(all_stores(), options.stores),
                    Sizes(options.entries),
                    options.rounds,
                    directory.path()};
    const Environment environment = describe_environment(directory.path());
    if (!environment.syncs_mean_much)
        fmt::print(stderr, "dbdb-bench: durable rows mean little on {}\n", environment.file_system);

    const auto report = options.json ? json_report() : table_report();
    Progress progress;
    report->begin(plan, environment);
    run(plan, [&](std::span<const Series> row) {
        report->add_row(row);
        progress.row_is_done(row, options.json);
    });
    report->end();
    return progress.failures() == 0 ? 0 : 2;
}

int run_and_explain(const Options& options) {
    try {
        return run_with(options);
    } catch (const Interrupted&) {
        return 130;
    } catch (const UsageError& error) {
        fmt::print(stderr, "dbdb-bench: {}\n", error.what());
        return 1;
    } catch (const std::exception& error) {
        fmt::print(stderr, "dbdb-bench: {}\n", error.what());
        return 3;
    }
}

}  // namespace

int main(int argc, char** argv) {
    CLI::App app("Compares dbdb with other stores, row by row.", "dbdb-bench");
    Options options;
    add_options(app, options);
    try {
        app.parse(argc, argv);
    } catch (const CLI::ParseError& error) {
        return app.exit(error) == 0 ? 0 : 1;
    }
    stop_on(SIGINT);
    stop_on(SIGTERM);
    return run_and_explain(options);
}
