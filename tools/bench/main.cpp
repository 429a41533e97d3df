/// dbdb-bench: dbdb and other stores, doing the same. See README.md beside this file.
///
/// Exit code: 0 done, 1 wrong arguments, 2 a store failed or answered wrong, 3 the run failed,
/// 130 interrupted.
#include <CLI/CLI.hpp>
#include <algorithm>
#include <cerrno>
#include <cstdio>
#include <exception>
#include <fmt/format.h>
#include <fstream>
#include <signal.h>
#include <system_error>

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

std::string settings_of_stores() {
    std::string text;
    for (const StoreKind& kind : all_stores())
        text += fmt::format("{} {}: {}.\n", kind.name, kind.version, kind.settings);
    return text;
}

/// A small run that still shows every row.
void make_quick(Options& options) {
    options.entries = 10'000;
    options.rounds = 2;
}

void add_options(CLI::App& app, Options& options) {
    app.add_option("--n", options.entries, "Number of entries")
        ->check(CLI::Range(entry_count_min, entry_count_max));
    app.add_option("--rounds", options.rounds, "How often each store has its turn at each row")
        ->check(CLI::Range(1, 1000));
    app.add_option("--rows", options.rows, "Rows to run, separated by commas")->delimiter(',');
    app.add_option("--stores", options.stores, "Stores to run, separated by commas")
        ->delimiter(',');
    app.add_option("--dir", options.directory, "Where a temporary directory is made")
        ->check(CLI::ExistingDirectory);
    app.add_option("--json", options.json_file, "Write all figures to this file, too");
    app.add_option("--html", options.html_file, "Write a page with charts to this file, too");
    app.add_option("--chart", options.chart_file, "Draw the ratios into this SVG file, too");
    app.add_option("--markdown", options.markdown_file, "Write tables to this file, too");
    app.add_flag_callback(
           "--quick", [&] { make_quick(options); }, "All rows at a small size, 2 rounds")
        ->excludes("--n")
        ->excludes("--rounds");
    app.add_flag_callback(
        "--settings",
        [] {
            fmt::print("{}", settings_of_stores());
            throw CLI::Success();
        },
        "Print the settings of each store and exit");
    app.footer(list_of_names());
}

void stop_on(int signal_number) {
    struct sigaction action {};

    action.sa_handler = [](int) { interrupt(); };
    // The second signal kills, for a pass may be long.
    action.sa_flags = static_cast<int>(SA_RESETHAND);
    sigaction(signal_number, &action, nullptr);
}

/// Replaces the file as a whole, so that there is one to look at while the run goes on.
void write_file(const std::filesystem::path& name, const std::string& text) {
    if (name.empty()) return;
    std::ofstream file(name, std::ios::binary | std::ios::trunc);
    file << text;
    if (!file.flush()) throw std::system_error(errno, std::generic_category(), name.string());
}

void write_files(const Options& options, const Results& results) {
    write_file(options.json_file, json_report(results));
    write_file(options.html_file, html_report(results));
    write_file(options.chart_file, chart_report(results));
    write_file(options.markdown_file, markdown_report(results));
}

unsigned count_failures(const Results& results) {
    unsigned failures = 0;
    for (const RowResult& row : results.rows)
        for (const Series& series : row.series)
            failures += !series.failure.empty() && !series.unsupported ? 1 : 0;
    return failures;
}

int run_with(const Options& options) {
    const TemporaryDirectory directory(options.directory);
    Results results{{choose(all_rows(), options.rows),
                     choose(all_stores(), options.stores),
                     options.rounds,
                     options.entries,
                     directory.path()},
                    describe_environment(directory.path())};
    if (!results.environment.syncs_mean_much)
        fmt::print(stderr,
                   "dbdb-bench: durable rows mean little on {}\n",
                   results.environment.file_system);
    write_files(options, results);
    print_table_head(results);
    run(results.plan, [&](RowResult row) {
        print_table_row(row);
        results.rows.push_back(std::move(row));
        write_files(options, results);
    });
    return count_failures(results) == 0 ? 0 : 2;
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
