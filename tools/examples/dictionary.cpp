/// For whoever keeps things in a dictionary on disk: what is written there, what is written here.
#include <dbdb/map.hpp>
#include <dbdb/value.hpp>
#include <iostream>

int main(int count, char** words) {
    using dbdb::Value;
    auto file = dbdb::Database::open(count > 1 ? words[1] : "fruit.dbdb");
    dbdb::Map<std::string, Value> db(file);

    db["apple"] = "red";                             // db["apple"] = "red"
    db["weights"] = Value::List{150, 1.5, nullptr};  // db["weights"] = [150, 1.5, None]
    db["raw"] = Value::Bytes{"\x01\x02"};            // db["raw"] = b"\x01\x02"

    std::cout << db.at("apple").as<std::string>() << '\n';        // db["apple"], or KeyError
    std::cout << db["pear"].value_or("none").to_json() << '\n';   // db.get("pear", "none")
    std::cout << db.contains("apple") << '\n';                    // "apple" in db
    std::cout << db.size() << '\n';                               // len(db)
    std::cout << db.erase("apple") << db.erase("apple") << '\n';  // del db["apple"]; never an error
    db.try_emplace("kiwi", 7);                                    // db.setdefault("kiwi", 7)

    const dbdb::Expiry time = std::chrono::sys_days(std::chrono::year(2100) / 1 / 1);
    db.set("milk", 2, {.expires_at = time});  // db.set_with_expiration("milk", 2, time)
    std::cout << db.metadata("milk")->expires_at->time_since_epoch().count() << '\n';
    std::cout << db.persist("milk") << db.erase("milk") << '\n';

    for (const auto& [key, value] : db)  // for key, value in sorted(db.items())
        std::cout << key << ' ' << value.to_json() << '\n';

    dbdb::Transaction all_or_nothing = file.begin();
    auto mine = db.in(all_or_nothing);
    mine.clear();
    mine["only"] = true;
    all_or_nothing.rollback();  // Or commit(): both changes, in one piece.
    std::cout << db.size() << '\n';
}
