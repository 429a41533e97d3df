/// For whoever keeps values with tags, a time to live and backups, one file for each: what is
/// written there, what is written here.
#include <dbdb/dbdb.hpp>
#include <iostream>

using namespace std::chrono_literals;

int main(int count, char** words) {
    const std::string path = count > 1 ? words[1] : "tagged.dbdb";
    // KeyValueStore(folder, db, buffer_size_mb, namespace, sync, compression_enabled=True, ...)
    auto db = dbdb::Database::open(path, {.durability = dbdb::Durability::interval});
    dbdb::KeyspaceHandle users = db.keyspace("users");  // namespace="users"
    users.set_options({.compression = dbdb::Compression::zstd});

    users.set("ann", "profile of ann", {.tags = {"admin", "active"}});  // set(key, value, tags)
    users.set("bob", "profile of bob", {.ttl = 1h});                    // set_with_ttl(..., 3600)
    std::cout << users.get("ann").value_or("-") << '\n';                // get, or KeyError

    const auto ann = users.snapshot().get_with_metadata("ann");  // get_with_metadata("ann")
    for (const std::string& tag : ann->metadata.tags)
        std::cout << tag << ' ';
    std::cout << ann->metadata.value_bytes << '\n';

    // query_by_tags_advanced([...], page=1, page_size=10) and complex_query: conditions nest.
    using dbdb::Filter;
    users.set("eve", "profile of eve", {.tags = {"active", "guest"}});
    const auto page = users.snapshot().find(
        {.filter = Filter::tag("active") && !(Filter::tag("guest") || Filter::tag("banned")),
         .limit = 10});
    std::cout << page.entries.size() << " of " << page.total << ", more: " << page.has_more << '\n';
    for (const auto& [tag, entries] : users.snapshot().tags())  // list_all_tags(); most used first
        std::cout << tag << ' ' << entries << '\n';

    db.update([](dbdb::Transaction& tx) {  // with store.transaction() as tx: all of it or nothing
        dbdb::Keyspace mine = tx.keyspace("users");
        mine.set_many({{"carl", "1"}, {"dora", "2"}});  // tx.batch_set([...])
        mine.erase_many({"carl", "nobody"});            // tx.batch_delete([...])
    });
    std::cout << users.size() << '\n';

    db.sync();                    // flush(): what waits in a buffer is on disk
    db.sweep();                   // cleanup_expired()
    db.backup(path + "-backup");  // create_backup(); incremental the next time
    std::cout << dbdb::Database::open(path + "-backup").keyspace("users").size() << '\n';

    users.clear();  // flushdb(): of this namespace alone
    std::cout << db.statistics().commit << " commits, " << users.size() << " users\n";
}
