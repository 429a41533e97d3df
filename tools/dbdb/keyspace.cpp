#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "option_arguments.hpp"
#include "reference.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

/// What is done with keyspaces as wholes.
struct KeyspaceAct {
    std::string path{};
    std::string action{};
    std::string name{};
    std::string new_name{};
    OptionArguments options{};

    void run(Transaction& transaction) const {
        if (action == "create") return create(transaction);
        if (action == "drop" || action == "clear") return empty(transaction);
        if (action == "rename") return transaction.rename_keyspace(name, new_name);
        if (action == "clone") return transaction.clone_keyspace(name, new_name);
        if (action == "options") return change_options(transaction);
        throw Failure(ExitCode::wrong_arguments,
                      "unknown action " + text::quoted(action) +
                          "; known are create, drop, clear, rename, clone and options");
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

ExitCode run_keyspace(const Call& call) {
    KeyspaceAct act;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", act.path, "The database");
    arguments.required("ACTION", act.action, "create, drop, clear, rename, clone or options");
    arguments.required("NAME", act.name, "The keyspace; '' is the one without a name");
    arguments.optional("NEW", act.new_name, "What it, or its clone, shall be called");
    act.options.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    if (act.action != "options" && act.options.has_any()) {
        throw Failure(ExitCode::wrong_arguments, act.action + " takes no options of a keyspace");
    }
    const bool needs_new_name = act.action == "rename" || act.action == "clone";
    if (needs_new_name == act.new_name.empty()) {
        throw Failure(ExitCode::wrong_arguments,
                      needs_new_name ? act.action + " needs a new name"
                                     : act.action + " takes no second name");
    }
    if (act.action == "options" && !act.options.has_any()) {
        act.show_options(call.output);
        return ExitCode::done;
    }
    Database database =
        open_to_write(act.path, act.action == "create" ? Missing::make : Missing::refuse);
    Writing writing = begin(database, write.timeout_seconds);
    act.run(*writing);
    write.commit(writing);
    return ExitCode::done;
}

}  // namespace

constinit const Verb keyspace_verb{
    .name = "keyspace",
    .summary = "Make, drop, clear, rename, clone or set up one",
    .examples =
        "dbdb keyspace shop.db clone carts carts-of-may\n"
        "dbdb keyspace shop.db rename carts baskets\n"
        "dbdb keyspace shop.db options baskets --compression zstd\n"
        "dbdb keyspace shop.db options baskets\n"
        "dbdb keyspace shop.db drop baskets",
    .notes =
        "Each is a commit. set and load make keyspaces by themselves. A clone shares "
        "everything until one of the two changes.",
    .exit_codes = "3 there is no NAME",
    .run = run_keyspace,
};

}  // namespace dbdb::tool
