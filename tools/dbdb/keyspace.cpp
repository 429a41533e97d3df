#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "option_arguments.hpp"
#include "output.hpp"
#include "range_arguments.hpp"
#include "reference.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

/// No keyspace can be called so; the default one is called ''.
const std::string not_given = "\n";

/// What is done with keyspaces as wholes.
struct KeyspaceAct {
    std::string path{};
    std::string action{};
    std::string name = not_given;
    std::string new_name = not_given;
    OptionArguments options{};
    RangeArguments range{};
    bool all = false;

    bool takes_range() const { return action == "copy" || action == "move"; }

    void run(Transaction& transaction, Output& output) const {
        if (takes_range()) return take_range(transaction, output);
        if (all) return transaction.clear_all();
        if (action == "create") return create(transaction);
        if (action == "drop" || action == "clear") return empty(transaction);
        if (action == "rename") return transaction.rename_keyspace(name, new_name);
        if (action == "clone") return transaction.clone_keyspace(name, new_name);
        if (action == "options") return change_options(transaction);
        throw Failure(ExitCode::wrong_arguments,
                      "unknown action " + text::quoted(action) +
                          "; known are create, drop, clear, rename, clone, copy, move and options");
    }

    void create(Transaction& transaction) const {
        if (!transaction.create_keyspace(name)) throw exists(name);
    }

    void empty(Transaction& transaction) const {
        require(transaction);
        if (action == "drop") {
            transaction.drop_keyspace(name);
        } else {
            transaction.keyspace(name).clear();
        }
    }

    /// Tells how many entries that were.
    void take_range(Transaction& transaction, Output& output) const {
        require(transaction);
        const RangeArguments::Bounds bounds = range.bounds(text::Spelling::raw);
        const std::string to = bounds.to.value_or(std::string(key_bytes_max + 1, '\xFF'));
        const std::uint64_t count = action == "copy"
                                        ? transaction.copy_range(name, new_name, bounds.from, to)
                                        : transaction.move_range(name, new_name, bounds.from, to);
        output.write(std::to_string(count) + "\n");
    }

    void change_options(Transaction& transaction) const {
        require(transaction);
        Keyspace keyspace = transaction.keyspace(name);
        keyspace.set_options(options.changed(keyspace.options()));
    }

    /// Of what can be read without a transaction.
    void show_options(Output& output) const {
        const Snapshot now = present_snapshot(open_to_read(path));
        if (!now.has_keyspace(name)) throw keyspace_not_found(path, name);
        write_options(now.options(name), output.writer());
    }

    void require(const Transaction& transaction) const {
        if (!transaction.freeze().has_keyspace(name)) throw keyspace_not_found(path, name);
    }

    Failure exists(const std::string& which) const {
        return {ExitCode::condition_false,
                path + ": keyspace " + text::quoted(which) + " exists already"};
    }
};

/// Throws Failure (wrong_arguments) for what does not go together.
void require_sense(const KeyspaceAct& act) {
    const auto require = [&](bool is_so, const std::string& message) {
        if (!is_so) throw Failure(ExitCode::wrong_arguments, message);
    };
    const bool has_name = act.name != not_given;
    const bool has_new_name = act.new_name != not_given;
    const bool is_clear = act.action == "clear";
    const bool needs_new_name = act.action == "rename" || act.action == "clone";
    require(act.all ? is_clear && !has_name : has_name,
            act.all ? "--all is for clear without a name" : act.action + " needs a name");
    require(act.action == "options" || !act.options.has_any(),
            act.action + " takes no options of a keyspace");
    require(act.takes_range() || !act.range.is_given(), act.action + " takes no range of keys");
    require(needs_new_name || act.takes_range() || !has_new_name,
            act.action + " takes no second name");
    require(!needs_new_name || has_new_name, act.action + " needs a new name");
    require(!act.takes_range() || has_new_name, act.action + " needs the keyspace to go to");
}

ExitCode run_keyspace(const Call& call) {
    KeyspaceAct act;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", act.path, "The database");
    arguments.required(
        "ACTION", act.action, "create, drop, clear, rename, clone, copy, move or options");
    arguments.optional("NAME", act.name, "The keyspace; '' is the one without a name");
    arguments.optional(
        "NEW", act.new_name, "What it, or its clone, shall be called; where to copy");
    arguments.flag("--all", act.all, "clear: everything in all keyspaces; bookmarks stay");
    act.range.add_to(arguments);
    act.options.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    require_sense(act);
    if (act.action == "options" && !act.options.has_any()) {
        act.show_options(call.output);
        return ExitCode::done;
    }
    Database database =
        open_to_write(act.path, act.action == "create" ? Missing::make : Missing::refuse);
    Writing writing = begin(database, write.timeout_seconds);
    act.run(*writing, call.output);
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb keyspace_verb{
    .name = "keyspace",
    .summary = "Make, drop, clear, rename, clone, copy, move or set up one",
    .examples =
        "dbdb keyspace shop.db clone carts carts-of-may\n"
        "dbdb keyspace shop.db rename carts baskets\n"
        "dbdb keyspace shop.db move carts archive --prefix 2025-\n"
        "dbdb keyspace shop.db clear --all\n"
        "dbdb keyspace shop.db options baskets --compression zstd\n"
        "dbdb keyspace shop.db options baskets\n"
        "dbdb keyspace shop.db drop baskets",
    .notes =
        "Each is a commit. set and load make keyspaces by themselves. A clone shares "
        "everything until one of the two changes. copy and move take entries, those of a range of "
        "keys or all, to the keyspace NEW, where they replace those of the same keys, and tell how "
        "many that were.",
    .exit_codes = "3 there is no NAME",
    .run = run_keyspace,
};

}  // namespace dbdb::tool
