/// Keys and values of a program's own types.
#include <dbdb/map.hpp>
#include <iostream>

#include <cereal/types/vector.hpp>

struct User {
    static constexpr std::string_view dbdb_type = "shop.user";  // Stays when the struct is renamed.

    std::string name{};
    std::vector<std::string> roles{};
    std::uint32_t logins = 0;  // Since version 1.

    template <typename Archive>
    void serialize(Archive& archive, std::uint32_t version) {
        archive(name, roles);
        if (version >= 1) archive(logins);
    }
};

CEREAL_CLASS_VERSION(User, 1)

using Day = std::tuple<std::string, std::int32_t>;  // A city and a day, also one before the first.

int main(int count, char** words) {
    auto db = dbdb::Database::open(count > 1 ? words[1] : "shop.dbdb");
    dbdb::Map<std::string, User> users{db, "users"};
    dbdb::Map<Day, double> degrees{db, "degrees"};

    users["ann"] = User{"Ann", {"admin"}};
    users.modify("ann", [](User& user) { ++user.logins; });
    std::cout << users.at("ann").name << ' ' << users.at("ann").logins << '\n';

    db.update([&](dbdb::Transaction& change) {  // All of them or none.
        auto mine = degrees.in(change);
        mine[{"Oslo", 10}] = 4.5;
        mine[{"Oslo", -1}] = -7;
        mine[{"Rome", 10}] = 17;
    });
    for (const auto& [day, degree] : degrees.prefix("Oslo"))
        std::cout << std::get<1>(day) << ": " << degree << '\n';

    try {
        dbdb::Map<std::string, std::string>(db, "users").at("ann");
    } catch (const dbdb::Error& error) {
        const std::string_view text = error.what();
        std::cout << text.substr(text.find("key 'ann'")) << '\n';
    }
}
