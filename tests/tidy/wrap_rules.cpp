#include "rules.hpp"

namespace dbdb::test {
namespace {

constexpr std::string_view call = "dependency('";

/// What follows `begin` in `text` up to `end`, or to its own end.
std::string_view text_between(std::string_view text, std::size_t begin, std::string_view end) {
    return text.substr(begin, text.find(end, begin) - begin);
}

/// What `key = value` says in a wrap; empty when it is not there.
std::string_view value_of(std::string_view wrap, const std::string& key) {
    const std::string line = "\n" + key + " = ";
    const std::size_t place = wrap.find(line);
    return place == wrap.npos ? "" : text_between(wrap, place + line.size(), "\n");
}

bool is_sha256(std::string_view text) {
    return text.size() == 64 && text.find_first_not_of("0123456789abcdef") == text.npos;
}

/// Threads are no package, and what says `required: false` is done without.
bool needs_wrap(std::string_view name, std::string_view arguments) {
    return name != "threads" && arguments.find("required: false") == arguments.npos;
}

}  // namespace

std::set<std::string> packages_needed_by(std::span<const Source> build_files) {
    std::set<std::string> names;
    for (const Source& file : build_files) {
        const std::string_view text = file.text;
        for (std::size_t at = text.find(call); at != text.npos; at = text.find(call, at + 1)) {
            const bool is_call = at == 0 || text[at - 1] != '_';
            const std::string_view name = text_between(text, at + call.size(), "'");
            if (is_call && needs_wrap(name, text_between(text, at, ")"))) names.emplace(name);
        }
    }
    return names;
}

Faults wrap_faults(std::span<const Source> wraps, const std::set<std::string>& packages) {
    Faults faults;
    std::set<std::string> missing = packages;
    for (const Source& wrap : wraps) {
        missing.erase(std::string(value_of(wrap.text, "dependency_names")));
        if (!is_sha256(value_of(wrap.text, "source_hash")))
            faults.push_back(wrap.path + ":1: source_hash is no SHA-256 in lower case");
    }
    for (const std::string& name : missing)
        faults.push_back("subprojects: no wrap provides " + name);
    return faults;
}

}  // namespace dbdb::test
