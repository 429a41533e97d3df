#include "arguments.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "text/json_object.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

ExitCode run_keyspaces(const Call& call) {
    std::string path;
    bool json = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.flag("--json", json, "Show a JSON object on each line, with counts");
    arguments.parse(call.words);

    for (const KeyspaceInfo& info : present_snapshot(open_to_read(path)).keyspaces()) {
        if (!json) {
            call.output.write(info.name + "\n");
            continue;
        }
        text::JsonObject object(call.output.writer());
        object.bytes("keyspace", info.name);
        object.number("entries", info.entries);
        object.number("bytes", info.bytes);
        object.end();
        call.output.write("\n");
    }
    return ExitCode::done;
}

}  // namespace

constinit const Verb keyspaces_verb{
    .name = "keyspaces",
    .summary = "List the named keyspaces",
    .examples =
        "dbdb keyspaces shop.db\n"
        "dbdb keyspaces shop.db --json",
    .notes = "The named keyspaces, one on each line, in order.",
    .run = run_keyspaces,
};

}  // namespace dbdb::tool
