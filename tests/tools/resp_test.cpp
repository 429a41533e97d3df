#include "exchange/resp.hpp"

#include <initializer_list>

#include <doctest/doctest.h>

#include "collect.hpp"

namespace dbdb::test {
namespace {

using exchange::read_resp;

/// A command as the protocol has it.
std::string command(std::initializer_list<std::string> words) {
    std::string text = "*" + std::to_string(words.size()) + "\r\n";
    for (const std::string& word : words)
        text += "$" + std::to_string(word.size()) + "\r\n" + word + "\r\n";
    return text;
}

/// Every record with its keyspace and when it expires.
std::string found_in(const std::string& text) {
    exchange::LineSource source(reader_of(text, 3));
    std::string found;
    read_resp(source, [&](const exchange::Record& record) {
        found.append(record.keyspace).append(":").append(record.key).append("=");
        found.append(record.value);
        const EntryOptions& entry = record.entry;
        if (entry.expires_at)
            found += "@" + std::to_string(entry.expires_at->time_since_epoch().count());
        if (entry.ttl) found += "+" + std::to_string(entry.ttl->count());
        found += "#" + std::to_string(record.line_number) + " ";
    });
    return found;
}

TEST_CASE("a SET is a record, whatever bytes it has and in whatever case it is written") {
    CHECK(found_in(command({"SET", "a\r\n", "$1\r\n"}) + command({"set", "", ""})) ==
          ":a\r\n=$1\r\n#9 :=#16 ");
    CHECK(found_in("") == "");
}

TEST_CASE("an expiry is part of its SET or follows it") {
    CHECK(found_in(command({"SET", "a", "1", "PXAT", "5000"}) +
                   command({"SET", "b", "2", "exat", "5"}) + command({"SET", "c", "3", "PX", "5"}) +
                   command({"SET", "d", "4", "EX", "5"}) + command({"SET", "e", "5"}) +
                   command({"PEXPIREAT", "e", "6000"})) ==
          ":a=1@5000#11 :b=2@5000#22 :c=3+5#33 :d=4+5000#44 :e=5@6000#51 ");
}

TEST_CASE("a selected database is a keyspace, but the first is the default one") {
    CHECK(found_in(command({"SELECT", "0"}) + command({"SET", "a", "1"}) +
                   command({"SELECT", "12"}) + command({"SET", "b", "2"})) == ":a=1#12 12:b=2#24 ");
}

TEST_CASE("what an append-only file has beside its commands is passed over") {
    CHECK(found_in("#TS:1700000000\r\n" + command({"MULTI"}) + command({"SET", "a", "1"}) +
                   command({"EXEC"})) == ":a=1#11 ");
}

TEST_CASE("commands that would be lost are refused with the line they end at") {
    const Example examples[] = {
        {command({"DEL", "a"}),
         "line 5: the command 'DEL' of 2 words cannot be loaded; only a plain SET and its expiry "
         "can"},
        {command({"SET", "a", "b", "NX"}),
         "line 9: the command 'SET' of 4 words cannot be loaded; only a plain SET and its expiry "
         "can"},
        {command({"SET", "a", "b", "OK", "1"}), "line 11: the option 'OK' of SET cannot be loaded"},
        {command({"SET", "a", "b", "PXAT", "x"}), "line 11: not a whole number from 0 on: 'x'"},
        {command({"SET", "a", "b", "EX", "9223372036854775807"}),
         "line 11: a time beyond all: '9223372036854775807'"},
        {command({"PEXPIREAT", "a", "1"}), "line 7: PEXPIREAT does not follow the SET of its key"},
        {command({"MULTI"}), "line 3: MULTI without EXEC; the input is truncated"},
        {"SET a b\r\n", "line 1: no line such as '*3' with CR LF: 'SET a b\\r'"},
        {"*0\r\n", "line 1: a command without words"},
        {"*-1\r\n", "line 1: no line such as '*3' with CR LF: '*-1\\r'"},
        {"*1\n", "line 1: no line such as '*3' with CR LF: '*1'"},
        {"*1\r\n$99999999999\r\n", "line 2: no line such as '$3' with CR LF: '$99999999999\\r'"},
        {"*1\r\n$500000000\r\nab", "line 3: the input ends within a command; it is truncated"},
        {"*1\r\n$2\r\nabc\r\n", "line 3: no CR LF where a word must end"},
    };
    for (const Example& example : examples) {
        CAPTURE(example.text);
        CHECK(problem_in(read_resp, example.text) == example.problem);
    }
}

}  // namespace
}  // namespace dbdb::test
