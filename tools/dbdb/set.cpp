#include "dbdb/value.hpp"

#include "arguments.hpp"
#include "condition_arguments.hpp"
#include "entry_arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "value_argument.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_set(const Call& call) {
    std::string path;
    std::string key;
    ValueArgument value;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    ConditionArguments conditions;
    EntryArguments entry;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database; made when it is missing");
    arguments.required("KEY", key, "The key");
    value.add_to(arguments);
    arguments.spelling(spelling);
    bool value_json = false;
    arguments.flag("--value-json", value_json, "Take VALUE as JSON; store it self-describing");
    entry.add_to(arguments);
    keyspace.add_to(arguments);
    conditions.add_all_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);
    value.open(call.verb, spelling);
    std::optional<std::string> encoded;
    if (value_json) encoded = Value::from_json(value.take_all()).encode();

    Database database = open_to_write(path, Missing::make);
    const auto condition = conditions.condition(database, spelling);
    Writing writing = begin(database, write.timeout_seconds);
    Keyspace target = keyspace.of(*writing);
    if (condition && !target.meets(key, *condition)) throw condition_false(path, key);
    if (encoded)
        target.set(key, *encoded, entry.options());
    else
        value.set(target, key, entry.options());
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb set_verb{
    .name = "set",
    .summary = "Give a key a value",
    .examples =
        "dbdb set people.db ann 'Ann Lee'\n"
        "dbdb set people.db ann 'Ann May' --if-value 'Ann Lee'\n"
        "dbdb set people.db leader ann --if-absent\n"
        "dbdb set sessions.db ann active --ttl 30m\n"
        "dbdb set shop.db apple red --tag fruit --tag sweet\n"
        "dbdb set photos.db cat.jpg --from-file cat.jpg\n"
        "dbdb set photos.db cat.jpg - < cat.jpg\n"
        "dbdb set people.db --message 'first entry' ann 'Ann Lee'\n"
        "dbdb set balance.db -- ann -5",
    .notes =
        "Makes the file when there is none. Each set is a commit. VALUE - takes the "
        "bytes of standard input as they are; they and those of --from-file may be more than fit "
        "into memory.",
    .exit_codes = "4 the condition does not hold: nothing is changed",
    .may_follow_file = true,
    .run = run_set,
};

}  // namespace dbdb::tool
