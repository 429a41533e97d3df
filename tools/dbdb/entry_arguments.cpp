#include "entry_arguments.hpp"

#include "failure.hpp"
#include "text/escape.hpp"
#include "time_reference.hpp"

namespace dbdb::tool {

namespace {

std::chrono::milliseconds parse_duration(const std::string& what, const std::string& text) {
    if (const auto duration = duration_named(text))
        return std::chrono::floor<std::chrono::milliseconds>(*duration);
    throw Failure(ExitCode::wrong_arguments,
                  what + ": no time span such as 30m, 1h30m or 7d: " + text::quoted(text));
}

}  // namespace

std::chrono::system_clock::time_point parse_time(const std::string& what, const std::string& text) {
    if (const auto time = time_named(text)) return *time;
    throw Failure(ExitCode::wrong_arguments,
                  what + ": no time such as 2026-01-31T12:00:00Z or -1h: " + text::quoted(text));
}

void ExpiryArguments::add_to(Arguments& arguments) {
    arguments.option("--ttl", "SPAN", ttl, "It expires so long from now, such as 30m or 7d");
    arguments.option("--expires-at", "TIME", expires_at, "It expires then");
}

EntryOptions ExpiryArguments::options() const {
    EntryOptions options;
    if (ttl) options.ttl = parse_duration("--ttl", *ttl);
    if (expires_at)
        options.expires_at =
            std::chrono::floor<std::chrono::milliseconds>(parse_time("--expires-at", *expires_at));
    return options;
}

void EntryArguments::add_to(Arguments& arguments) {
    expiry.add_to(arguments);
    arguments.list("--tag", "TAG", tags, "Give it this tag; may be given more than once");
    arguments.option("--content-type", "TYPE", content_type, "What kind of value it is");
}

EntryOptions EntryArguments::options() const {
    EntryOptions options = expiry.options();
    options.tags = tags;
    options.content_type = content_type.value_or("");
    return options;
}

}  // namespace dbdb::tool
