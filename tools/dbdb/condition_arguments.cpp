#include "condition_arguments.hpp"

#include "reference.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

void ConditionArguments::add_to(Arguments& arguments) {
    arguments.option("--if-value", "VALUE", value, "Only if the key has this value");
    arguments.option("--if-unchanged-since",
                     "REF",
                     unchanged_since,
                     "Only if the key has the value that it had in this commit");
}

void ConditionArguments::add_all_to(Arguments& arguments) {
    arguments.flag("--if-absent", absent, "Only if there is no such key");
    arguments.flag("--if-present", present, "Only if there is such a key");
    add_to(arguments);
}

std::optional<Condition> ConditionArguments::condition(const Database& database,
                                                       text::Spelling spelling) const {
    const int given = absent + present + value.has_value() + unchanged_since.has_value();
    if (given > 1) throw Failure(ExitCode::wrong_arguments, "the --if options exclude each other");
    if (absent) return Condition::absent();
    if (present) return Condition::present();
    if (value) return Condition::value(decode_argument("--if-value", *value, spelling));
    if (!unchanged_since) return std::nullopt;
    return Condition::unchanged_since(snapshot_named(database, *unchanged_since).commit_id());
}

Failure condition_false(const std::string& path, std::string_view key) {
    return {ExitCode::condition_false, path + ": condition not met: " + text::quoted(key)};
}

}  // namespace dbdb::tool
