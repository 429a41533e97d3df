#include "arguments.hpp"
#include "change_style.hpp"
#include "open.hpp"
#include "text/json_object.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct SweepArguments {
    std::string path{};
    bool keys = false;
    bool json = false;
    text::Spelling spelling = text::Spelling::raw;

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.flag("--keys", keys, "Show what was removed: a key on each line");
        arguments.flag("--json", json, "The same, a JSON object on each line");
        arguments.spelling(spelling);
        arguments.parse(call.words);
    }

    void write(const SweptEntry& entry, const text::Write& write) const {
        if (json) {
            text::JsonObject object(write);
            if (!entry.keyspace.empty()) object.bytes("keyspace", entry.keyspace);
            object.bytes("key", entry.key, spelling);
            object.end();
        } else {
            write_keyspace_column(entry.keyspace, write);
            text::encode_line(entry.key, spelling, write);
        }
        write("\n");
    }
};

ExitCode run_sweep(const Call& call) {
    SweepArguments arguments;
    arguments.parse(call);
    Database database = open_to_write(arguments.path, Missing::refuse);
    if (arguments.keys || arguments.json) {
        const text::Write write = call.output.writer();
        database.sweep([&](const SweptEntry& entry) { arguments.write(entry, write); });
    } else {
        call.output.write(std::to_string(database.sweep()) + "\n");
    }
    return ExitCode::done;
}

}  // namespace

constinit const Verb sweep_verb{
    .name = "sweep",
    .summary = "Remove what has expired",
    .examples =
        "dbdb sweep sessions.db\n"
        "dbdb sweep sessions.db --keys",
    .notes =
        "From all keyspaces; tells how many entries that were, or which: behind [NAME] where the "
        "keyspace has a name. Nobody sees them before that either; each commit removes some by "
        "itself.",
    .needs_turn = true,
    .run = run_sweep,
};

}  // namespace dbdb::tool
