#include "completion_kind.hpp"

#include <algorithm>
#include <array>

namespace dbdb::tool {

namespace {

struct Rule {
    std::string_view verb{};      ///< Empty for all that have no rule of their own before.
    std::string_view argument{};  ///< Its name, or that of its value.
    Completion completion{};
};

using enum CompletionKind;

constexpr std::array rules{
    Rule{"keyspace", "ACTION", {words, "create\ndrop\nclear\nrename\nclone\ncopy\nmove\noptions"}},
    Rule{"keyspace", "NAME", {keyspace}},
    Rule{"bookmark", "NAME", {bookmark}},
    Rule{"load", "--format", {words, "auto\njsonl\nbdb\nlmdb\ntsv\ncsv\nresp\nldb"}},
    Rule{"dump", "--format", {words, "jsonl\nbdb\nlmdb\ntsv\ncsv\nresp\nldb"}},
    Rule{"compact", "--keep", {words, "newest\nall\nsince:"}},
    Rule{"diff", "A", {commit}},
    Rule{"diff", "B", {commit}},
    Rule{"", "--color", {words, "always\nnever\nauto"}},
    Rule{"", "--keyspace", {keyspace}},
    Rule{"", "SWITCH", {words, "on\noff"}},
    Rule{"", "FILE", {file}},
    Rule{"", "BACKUP", {file}},
    Rule{"", "TARGET", {file}},
    Rule{"", "INPUT", {file}},
    Rule{"", "OUT", {file}},
    Rule{"", "KEY", {key}},
    Rule{"", "K", {key}},
    Rule{"", "P", {key}},
    Rule{"", "REF", {commit}},
    Rule{"", "COMMIT", {commit}},
};

}  // namespace

Completion completion_of(std::string_view verb, const ArgumentHelp& argument) {
    const auto fits = [&](const Rule& rule) {
        const bool named = rule.argument == argument.names || rule.argument == argument.value_name;
        return named && (rule.verb.empty() || rule.verb == verb);
    };
    const auto found = std::ranges::find_if(rules, fits);
    return found == rules.end() ? Completion{} : found->completion;
}

}  // namespace dbdb::tool
