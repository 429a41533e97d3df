#include "ledger.hpp"

#include <algorithm>
#include <array>
#include <string>

namespace dbdb::test {

namespace {

constexpr std::uint64_t values_per_writer = 20;
constexpr std::uint64_t large_every = 7;
constexpr std::size_t large_bytes = 3'000;

std::string counter_key(unsigned writer) { return "writer/" + std::to_string(writer); }

std::string value_key(unsigned writer, std::uint64_t step) {
    return "value/" + std::to_string(writer) + "/" + std::to_string(step % values_per_writer);
}

/// Now and then one that is stored beside the tree.
std::string value_of(unsigned writer, std::uint64_t step) {
    const std::string name = std::to_string(writer) + "." + std::to_string(step) + ".";
    const std::size_t bytes = step % large_every == 0 ? large_bytes : 20 + step % 100;
    std::string value;
    while (value.size() < bytes)
        value += name;
    return value;
}

template <typename Reader>
std::uint64_t number_at(const Reader& reader, const std::string& key) {
    const auto text = reader.get(key);
    return text ? std::stoull(std::string(*text)) : 0;
}

Durability durability_of(std::uint64_t step) {
    constexpr std::array all{
        Durability::sync, Durability::none, Durability::sync_twice, Durability::interval};
    return all[step % all.size()];
}

bool has_values(const Snapshot& snapshot, unsigned writer, std::uint64_t steps) {
    const std::uint64_t kept = std::min(steps, values_per_writer / 2);
    for (std::uint64_t step = steps; step > steps - kept; --step)
        if (snapshot.get(value_key(writer, step)) != value_of(writer, step)) return false;
    return snapshot.count_prefix("value/" + std::to_string(writer) + "/") == kept;
}

}  // namespace

std::uint64_t write_step(Database& db, unsigned writer) {
    Transaction change = db.begin();
    const std::uint64_t step = number_at(change, counter_key(writer)) + 1;
    change.set(counter_key(writer), std::to_string(step));
    change.set("total", std::to_string(number_at(change, "total") + 1));
    change.set(value_key(writer, step), value_of(writer, step));
    change.erase(value_key(writer, step + values_per_writer / 2));
    change.commit({.durability = durability_of(step)});
    return step;
}

std::uint64_t steps_of(const Snapshot& snapshot, unsigned writer) {
    return number_at(snapshot, counter_key(writer));
}

std::uint64_t total_steps(const Snapshot& snapshot) { return number_at(snapshot, "total"); }

bool is_whole(const Snapshot& snapshot) {
    std::uint64_t sum = 0;
    for (unsigned writer = 0; writer < writers_max; ++writer) {
        const std::uint64_t steps = steps_of(snapshot, writer);
        if (!has_values(snapshot, writer, steps)) return false;
        sum += steps;
    }
    return sum == total_steps(snapshot) && sum == snapshot.commit_id();
}

}  // namespace dbdb::test
