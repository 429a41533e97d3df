#include <charconv>

#include "arguments.hpp"
#include "failure.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"
#include "write_arguments.hpp"

namespace dbdb::tool {

namespace {

std::int64_t amount_of(const std::string& text) {
    std::int64_t amount = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, amount);
    if (error == std::errc() && rest == end) return amount;
    throw Failure(ExitCode::wrong_arguments,
                  "AMOUNT: not a whole number of 64 bits: " + text::quoted(text));
}

ExitCode run_add(const Call& call) {
    std::string path;
    std::string key;
    std::string amount = "1";
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace;
    WriteArguments write;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database; made when it is missing");
    arguments.required("KEY", key, "The key of the counter");
    arguments.optional("AMOUNT", amount, "What to add (1); put -- before a negative one");
    arguments.spelling(spelling);
    keyspace.add_to(arguments);
    write.add_to(arguments);
    arguments.parse(call.words);
    key = decode_argument("KEY", key, spelling);
    const std::int64_t number = amount_of(amount);

    Database database = open_to_write(path, Missing::make);
    Writing writing = begin(database, write.timeout_seconds);
    const std::int64_t sum = keyspace.of(*writing).add(key, number);
    write.commit(writing);
    call.output.write(std::to_string(sum) + "\n");
    return ExitCode::done;
}

}  // namespace

constinit const Verb add_verb{
    .name = "add",
    .summary = "Add to a counter",
    .examples =
        "dbdb add shop.db visits\n"
        "dbdb add shop.db stock -- -3",
    .notes =
        "Writes the sum. A counter is a whole number of 64 bits in decimal digits; a missing one "
        "is 0. Nothing is changed when the value is no such number or the sum would not be one.",
    .run = run_add,
};

}  // namespace dbdb::tool
