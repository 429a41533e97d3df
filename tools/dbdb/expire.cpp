#include "arguments.hpp"
#include "entry_arguments.hpp"
#include "keyspace_argument.hpp"
#include "not_found.hpp"
#include "open.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

/// What the two verbs have in common.
struct ExpiryChange {
    std::string path{};
    std::string key{};
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace{};
    WriteArguments write{};

    void parse(Arguments& arguments, const Call& call) {
        arguments.required("FILE", path, "The database");
        arguments.required("KEY", key, "The key");
        arguments.spelling(spelling);
        keyspace.add_to(arguments);
        write.add_to(arguments);
        arguments.parse(call.words);
        key = decode_argument("KEY", key, spelling);
    }

    template <typename Act>
    void run(const Act& act) const {
        Database database = open_to_write(path, Missing::refuse);
        Writing writing = begin(database, write.timeout_seconds);
        Keyspace target = keyspace.of(*writing);
        if (!act(target)) throw key_not_found(path, key);
        write.commit(writing);
    }
};

ExitCode run_expire(const Call& call) {
    ExpiryChange change;
    ExpiryArguments expiry;
    Arguments arguments(call.verb);
    expiry.add_to(arguments);
    change.parse(arguments, call);
    if (!expiry.has_any())
        throw Failure(ExitCode::wrong_arguments, "--ttl or --expires-at is missing");
    const EntryOptions when = expiry.options();
    change.run([&](Keyspace& keyspace) {
        if (when.ttl && when.expires_at)
            throw Failure(ExitCode::wrong_arguments, "give one of --ttl and --expires-at");
        return when.ttl ? keyspace.expire(change.key, *when.ttl)
                        : keyspace.expire_at(change.key, *when.expires_at);
    });
    return ExitCode::done;
}

ExitCode run_persist(const Call& call) {
    ExpiryChange change;
    Arguments arguments(call.verb);
    change.parse(arguments, call);
    change.run([&](Keyspace& keyspace) { return keyspace.persist(change.key); });
    return ExitCode::done;
}

}  // namespace

constinit const Verb expire_verb{
    .name = "expire",
    .summary = "Let an entry expire",
    .examples =
        "dbdb expire sessions.db ann --ttl 30m\n"
        "dbdb expire sessions.db ann --expires-at 2026-01-31T12:00:00Z",
    .notes = "Replaces the expiry that the entry had; its value is not written again.",
    .exit_codes = "3 there is no such key or keyspace",
    .run = run_expire,
};

constinit const Verb persist_verb{
    .name = "persist",
    .summary = "Let an entry stay",
    .examples = "dbdb persist sessions.db ann",
    .notes = "Takes the expiry away that the entry had.",
    .exit_codes = "3 there is no such key or keyspace",
    .run = run_persist,
};

}  // namespace dbdb::tool
