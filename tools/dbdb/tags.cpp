#include "dbdb/query.hpp"

#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "not_found.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "text/escape.hpp"
#include "text/json_object.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

void show(const Snapshot& snapshot, bool json, Output& output) {
    for (const TagCount& tag : snapshot.tags()) {
        if (json) {
            text::JsonObject object(output.writer());
            object.bytes("tag", tag.tag);
            object.number("entries", tag.entries);
            object.end();
        } else {
            text::escape(tag.tag, output.writer());
            output.write("\t" + std::to_string(tag.entries));
        }
        output.write("\n");
    }
}

void show_of(const Snapshot& snapshot,
             const std::string& path,
             const std::string& key,
             Output& output) {
    const auto metadata = snapshot.metadata(key);
    if (!metadata) throw key_not_found(path, key);
    for (const std::string& tag : metadata->tags) {
        text::escape(tag, output.writer());
        output.write("\n");
    }
}

ExitCode run_tags(const Call& call) {
    std::string path;
    std::optional<std::string> key;
    std::vector<std::string> added;
    std::vector<std::string> removed;
    bool json = false;
    KeyspaceArgument keyspace;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    arguments.option("--of", "KEY", key, "Show, or change, the tags of this key");
    arguments.list("--add", "TAG", added, "Add a tag; may be given more than once");
    arguments.list("--remove", "TAG", removed, "Take a tag away; likewise");
    arguments.flag("--json", json, "Show a JSON object on each line");
    keyspace.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);

    if (added.empty() && removed.empty()) {
        const Snapshot snapshot = keyspace.of(present_snapshot(open_to_read(path)), path);
        key ? show_of(snapshot, path, *key, call.output) : show(snapshot, json, call.output);
        return ExitCode::done;
    }
    if (!key) throw Failure(ExitCode::wrong_arguments, "--of KEY is missing");
    Database database = open_to_write(path, Missing::refuse);
    Writing writing = begin(database, write.timeout_seconds);
    Keyspace target = keyspace.of(*writing);
    if (!target.contains(*key)) throw key_not_found(path, *key);
    for (const std::string& tag : added)
        target.add_tag(*key, tag);
    for (const std::string& tag : removed)
        target.remove_tag(*key, tag);
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb tags_verb{
    .name = "tags",
    .summary = "List tags, or change those of a key",
    .examples =
        "dbdb tags shop.db\n"
        "dbdb tags shop.db --of apple --add sweet --remove sour",
    .notes =
        "All tags, those first that most entries have, with their numbers of entries; with --of "
        "the tags of one key, which --add and --remove change.",
    .exit_codes = "3 there is no such key or keyspace",
    .run = run_tags,
};

}  // namespace dbdb::tool
