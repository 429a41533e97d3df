#include "dbdb/diff.hpp"

#include "change_style.hpp"
#include "figures.hpp"
#include "open.hpp"
#include "range_arguments.hpp"
#include "reference.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

struct DiffArguments {
    std::string path{};
    std::string before{};
    std::string after = "HEAD";
    std::optional<std::string> keyspace{};
    RangeArguments range{};
    ChangeStyle style{};
    bool stat = false;
    bool reverse = false;
    bool exit_code = false;

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.required("A", before, "The older commit: N, HEAD~N, @TIME or a bookmark");
        arguments.optional("B", after, "The newer one (HEAD)");
        arguments.option("--keyspace", "NAME", keyspace, "Only this keyspace (all of them)");
        range.add_to(arguments);
        style.add_to(arguments);
        arguments.flag("--stat", stat, "Show only how many keys differ");
        arguments.flag("--reverse", reverse, "Last key first");
        arguments.flag("--exit-code", exit_code, "Exit code 4 when there are differences");
        arguments.pager(call.output);
        arguments.parse(call.words);
    }

    Diff changes() const {
        const Database database = open_to_read(path);
        Diff all = diff(snapshot_named(database, before), snapshot_named(database, after));
        if (keyspace) all = all.keyspace(*keyspace);
        const Diff wanted = range.changes_of(all, style.spelling);
        return reverse ? wanted.reverse() : wanted;
    }
};

/// Whether there are any.
bool write_changes(const Diff& changes, const ChangeStyle& style, Output& output) {
    const ChangeWriter writer(style, output);
    bool is_any = false;
    for (const Change& change : changes) {
        writer.write(change);
        is_any = true;
    }
    return is_any;
}

bool write_stat(const Diff& changes, bool json, Output& output) {
    std::uint64_t added = 0;
    std::uint64_t removed = 0;
    std::uint64_t changed = 0;
    for (const Change& change : changes) {
        if (change.kind() == ChangeKind::added) ++added;
        if (change.kind() == ChangeKind::removed) ++removed;
        if (change.kind() == ChangeKind::changed) ++changed;
    }
    Figures figures;
    figures.number("added", added);
    figures.number("removed", removed);
    figures.number("changed", changed);
    figures.write(json, output);
    return added + removed + changed != 0;
}

ExitCode run_diff(const Call& call) {
    DiffArguments arguments;
    arguments.parse(call);
    const Diff changes = arguments.changes();
    const bool is_any = arguments.stat ? write_stat(changes, arguments.style.json, call.output)
                                       : write_changes(changes, arguments.style, call.output);
    return is_any && arguments.exit_code ? ExitCode::condition_false : ExitCode::done;
}

}  // namespace

constinit const Verb diff_verb{
    .name = "diff",
    .summary = "Show what differs between two commits",
    .examples =
        "dbdb diff people.db HEAD~1\n"
        "dbdb diff people.db 17 42 --prefix user: --stat\n"
        "dbdb diff people.db @-1h --json\n"
        "dbdb diff people.db HEAD~1 --exit-code --keys || echo changed",
    .notes =
        "A line is + for a key that was added, - for one that was removed, ~ for one "
        "with another value; the key; the value before and the one after, as far as "
        "there are such, parted by tabs and escaped as scan does. Before that comes "
        "[NAME] where the keyspace has a name. What both commits share is skipped "
        "unread.",
    .exit_codes =
        "3 there is no such keyspace or commit\n"
        "4 differences were found, with --exit-code",
    .run = run_diff,
};

}  // namespace dbdb::tool
