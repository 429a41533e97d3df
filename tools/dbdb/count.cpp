#include "arguments.hpp"
#include "figure.hpp"
#include "open.hpp"
#include "range_arguments.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

ExitCode run_count(const Call& call) {
    std::string path;
    RangeArguments range;
    text::Spelling spelling = text::Spelling::raw;
    bool json = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    range.add_to(arguments);
    arguments.spelling(spelling);
    arguments.flag("--json", json, "Show a JSON object");
    arguments.parse(call.words);

    const Snapshot snapshot = open_to_read(path).snapshot();
    write_figure("count", range.range_of(snapshot, spelling).count(), json, call.output);
    return ExitCode::done;
}

}  // namespace dbdb::tool
