#include <filesystem>

#include "replaced_file.hpp"
#include "report/page.hpp"
#include "survey_arguments.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

constexpr std::size_t bucket_count = 128;
constexpr std::uint64_t commits_named = 1'000;

ExitCode run_report(const Call& call) {
    SurveyArguments survey;
    std::optional<std::string> target;
    Arguments arguments(call.verb);
    survey.add_to(arguments);
    arguments.option("-o,--output", "OUT", target, "Write to this file; - is standard output (-)");
    arguments.parse(call.words);

    const Surveyed found = survey.look(bucket_count, commits_named);
    const std::string name = std::filesystem::path(survey.path).filename().string();
    const std::string page = report::page(found, name);
    if (target.value_or("-") == "-") {
        call.output.write(page);
    } else {
        ReplacedFile file(*target);
        file.write(page);
        file.publish();
    }
    return ExitCode::done;
}

}  // namespace

constinit const Verb report_verb{
    .name = "report",
    .summary = "Draw the database as a page for a browser",
    .examples =
        "dbdb report people.db -o people.html\n"
        "dbdb report people.db --leaves 10000 > people.html",
    .notes =
        "One HTML file that needs nothing else: what the bytes of the file are and where, how it "
        "grew, what a compaction would gain, the shape of the trees, the sizes of keys and values, "
        "the keyspaces. It shows names and messages of the database, and no values. OUT appears "
        "whole or not at all. The figures are in it as JSON, too, as dbdb space --json has them.",
    .run = run_report,
};

}  // namespace dbdb::tool
