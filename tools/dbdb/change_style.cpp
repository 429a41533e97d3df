#include "change_style.hpp"

#include <string>

#include "text/json_object.hpp"

namespace dbdb::tool {

namespace {

std::string_view sign_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added:
            return "+";
        case ChangeKind::removed:
            return "-";
        case ChangeKind::changed:
            break;
    }
    return "~";
}

std::string_view name_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added:
            return "added";
        case ChangeKind::removed:
            return "removed";
        case ChangeKind::changed:
            break;
    }
    return "changed";
}

Colour colour_of(ChangeKind kind) {
    switch (kind) {
        case ChangeKind::added:
            return Colour::green;
        case ChangeKind::removed:
            return Colour::red;
        case ChangeKind::changed:
            break;
    }
    return Colour::yellow;
}

}  // namespace

void write_keyspace_column(std::string_view keyspace, const text::Write& write) {
    if (keyspace.empty()) return;
    write("[");
    text::encode_line(keyspace, text::Spelling::raw, write);
    write("]\t");
}

void ChangeStyle::add_to(Arguments& arguments) {
    arguments.spelling(spelling);
    arguments.flag("--json", json, "Show a JSON object on each line");
    arguments.flag("--keys", keys_only, "Show keys without values");
    colour.add_to(arguments);
}

ChangeWriter::ChangeWriter(const ChangeStyle& style, Output& output)
    : style_(style),
      write_(output.writer()),
      is_coloured_(style.colour.is_wanted(output) && !style.json) {}

void ChangeWriter::write(const Change& change, const std::optional<CommitId>& commit) const {
    if (style_.json) {
        write_json(change, commit);
    } else {
        if (commit) write_(std::to_string(*commit) + "\t");
        write_line(change);
    }
    write_("\n");
}

void ChangeWriter::write_json(const Change& change, const std::optional<CommitId>& commit) const {
    text::JsonObject object(write_);
    if (commit) object.number("commit", *commit);
    if (!change.keyspace.empty()) object.bytes("keyspace", change.keyspace);
    object.bytes("change", name_of(change.kind()));
    object.bytes("key", change.key, style_.spelling);
    if (!style_.keys_only) {
        if (change.before) object.bytes("before", *change.before, style_.spelling);
        if (change.after) object.bytes("after", *change.after, style_.spelling);
    }
    object.end();
}

void ChangeWriter::write_line(const Change& change) const {
    write_keyspace_column(change.keyspace, write_);
    if (is_coloured_) write_(terminal_code(colour_of(change.kind())));
    write_(sign_of(change.kind()));
    text::encode_line(change.key, style_.spelling, write_);
    for (const auto& value : {change.before, change.after}) {
        if (style_.keys_only || !value) continue;
        write_("\t");
        text::encode_line(*value, style_.spelling, write_);
    }
    if (is_coloured_) write_(terminal_code(Colour::none));
}

}  // namespace dbdb::tool
