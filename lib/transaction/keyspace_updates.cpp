/// Changes of a keyspace that look at what is there first.
#include <charconv>

#include "dbdb/error.hpp"
#include "dbdb/keyspace.hpp"

#include "transaction/change.hpp"

namespace dbdb {

namespace {

[[noreturn]] void throw_no_sum(const std::string& name, std::string_view key, const char* why) {
    throw Error(Errc::invalid,
                name + ": counter with a key of " + std::to_string(key.size()) + " bytes: " + why);
}

std::optional<std::int64_t> number_of(std::string_view text) {
    std::int64_t number = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, number);
    return error == std::errc() && rest == end ? std::optional(number) : std::nullopt;
}

}  // namespace

void Keyspace::set_many(std::span<const Entry> entries) { change().set_many(*opened_, entries); }

void Keyspace::set_many(std::initializer_list<Entry> entries) { set_many(std::span(entries)); }

std::uint64_t Keyspace::erase_many(std::span<const std::string_view> keys) {
    return change().erase_many(*opened_, keys);
}

std::uint64_t Keyspace::erase_many(std::initializer_list<std::string_view> keys) {
    return erase_many(std::span(keys));
}

std::string_view Keyspace::get_or_set(std::string_view key, std::string_view value) {
    if (const auto present = get(key)) return *present;
    set(key, value);
    return at(key);
}

bool Keyspace::is_unchanged_since(CommitId commit, std::string_view key) const {
    const Snapshot then = change().snapshot_at(commit).keyspace(name_);
    return then.get(key) == get(key);
}

bool Keyspace::meets(std::string_view key, const Condition& condition) const {
    switch (condition.kind()) {
        case Condition::Kind::absent:
            return !contains(key);
        case Condition::Kind::present:
            return contains(key);
        case Condition::Kind::value:
            return get(key) == condition.expected();
        case Condition::Kind::unchanged_since:
            return is_unchanged_since(condition.commit(), key);
    }
    return false;
}

bool Keyspace::set_if(std::string_view key, const Condition& condition, std::string_view value) {
    if (!meets(key, condition)) return false;
    set(key, value);
    return true;
}

bool Keyspace::erase_if(std::string_view key, const Condition& condition) {
    if (!meets(key, condition)) return false;
    erase(key);
    return true;
}

std::int64_t Keyspace::add(std::string_view key, std::int64_t amount) {
    const std::optional<std::int64_t> before = number_of(get(key).value_or("0"));
    if (!before) throw_no_sum(change().name(), key, "its value is no whole number of 64 bits");
    std::int64_t sum = 0;
    if (__builtin_add_overflow(*before, amount, &sum))
        throw_no_sum(change().name(), key, "the sum would not fit 64 bits");
    set(key, std::to_string(sum));
    return sum;
}

std::uint64_t Keyspace::append(std::string_view key, std::string_view bytes) {
    std::string value(get(key).value_or(""));
    value += bytes;
    set(key, value);
    return value.size();
}

}  // namespace dbdb
