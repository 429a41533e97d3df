#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "metadata_style.hpp"
#include "not_found.hpp"
#include "open.hpp"
#include "record_style.hpp"
#include "reference.hpp"
#include "replaced_file.hpp"
#include "value_json.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

void write_metadata_of(const std::string& key,
                       const Metadata& metadata,
                       const RecordStyle& style,
                       const text::Write& write) {
    if (!style.json) return write_metadata(metadata, write);
    text::JsonObject object(write);
    object.bytes("key", key, style.spelling);
    add_metadata(metadata, object, write);
    object.end();
    write("\n");
}

ExitCode run_get(const Call& call) {
    std::string path;
    AtArgument at;
    std::string key;
    RecordStyle style;
    KeyspaceArgument keyspace;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    arguments.required("KEY", key, "The key");
    arguments.spelling(style.spelling);
    arguments.flag("--json", style.json, "Show a JSON object of key and value");
    style.add_value_json_to(arguments);
    bool shows_metadata = false;
    arguments.flag("--metadata", shows_metadata, "Show what the entry has beside its value");
    keyspace.add_to(arguments);
    std::optional<std::string> target;
    arguments.option(
        "--to-file", "PATH", target, "Write to a file, which has all or nothing of it");
    arguments.parse(call.words);
    if (target && (style.json || style.value_json))
        throw Failure(ExitCode::wrong_arguments, "--to-file is for the value as it is");
    style.path = path;
    key = decode_argument("KEY", key, style.spelling);

    const Snapshot snapshot = keyspace.of(at.snapshot_of(open_to_read(path)), path);
    if (shows_metadata) {
        const auto metadata = snapshot.metadata(key);
        if (!metadata) throw key_not_found(path, key);
        write_metadata_of(key, *metadata, style, call.output.writer());
        return ExitCode::done;
    }
    const std::optional<std::string_view> value = snapshot.get(key);
    if (!value) throw key_not_found(path, key);
    if (target) {
        ReplacedFile file(*target);
        text::encode(*value, style.spelling, file.writer());
        file.publish();
        return ExitCode::done;
    }
    if (style.json) {
        write_record({key, *value}, style, call.output.writer());
        return ExitCode::done;
    }
    if (style.value_json) {
        call.output.write(value_json({key, *value}, path) + "\n");
        return ExitCode::done;
    }
    text::encode(*value, style.spelling, call.output.writer());
    if (call.output.is_terminal()) call.output.write("\n");
    return ExitCode::done;
}

}  // namespace

constinit const Verb get_verb{
    .name = "get",
    .summary = "Write the value of a key",
    .examples =
        "dbdb get people.db ann\n"
        "dbdb get photos.db cat.jpg > cat.jpg\n"
        "dbdb get photos.db cat.jpg --to-file cat.jpg\n"
        "dbdb get people.db --hex 00ff\n"
        "dbdb get people.db ann --at HEAD~3\n"
        "dbdb get people.db ann --at @2026-01-31T12:00:00Z\n"
        "dbdb get people.db -- -key-with-a-dash",
    .notes = "The value is written byte for byte; a newline follows only on a terminal.",
    .exit_codes = "3 there is no such key, keyspace or commit",
    .may_follow_file = true,
    .run = run_get,
};

}  // namespace dbdb::tool
