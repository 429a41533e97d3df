#include "commit_argument.hpp"

#include "arguments.hpp"
#include "failure.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

CommitId commit_named(const Snapshot& snapshot, const std::string& path, const std::string& text) {
    if (text == "HEAD") return snapshot.commit_id();
    const bool is_number = text.find_first_not_of("0123456789") == std::string::npos;
    if (is_number && !text.empty()) return parse_number("COMMIT", text);
    if (const auto commit = snapshot.bookmark(text)) return *commit;
    throw Failure(ExitCode::not_found, path + ": no commit is named " + text::quoted(text));
}

}  // namespace dbdb::tool
