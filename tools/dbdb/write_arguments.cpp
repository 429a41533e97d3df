#include "write_arguments.hpp"

#include "output.hpp"

namespace dbdb::tool {

void WriteArguments::add_to(Arguments& arguments) {
    arguments.option("-m,--message", "TEXT", message, "Kept with the commit, shown by log");
    arguments.number(
        "--timeout", "SECONDS", timeout_seconds, "How long to wait for another writer (30)");
    arguments.flag("-v,--verbose", verbose, "Tell on standard error what was done");
}

CommitOptions WriteArguments::commit_options() const {
    CommitOptions options;
    options.message = message.value_or("");
    return options;
}

void WriteArguments::commit(Writing& writing) const {
    const std::optional<CommitId> commit = writing.commit(commit_options());
    if (verbose && commit) write_error("commit " + std::to_string(*commit) + "\n");
}

}  // namespace dbdb::tool
