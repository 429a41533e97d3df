/// Holds each verb of the table against what verb.hpp asks of it.
#include "verbs.hpp"

#include <set>
#include <sstream>

#include <doctest/doctest.h>

#include "dbdb/database.hpp"
#include "dbdb/transaction.hpp"

#include "complete.hpp"
#include "documentation.hpp"
#include "help.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

using namespace tool;

constexpr std::size_t summary_characters_max = 60;

std::string name_of(const Verb& verb) { return std::string(verb.name); }

bool is_sentence_piece(std::string_view text) { return !text.empty() && !text.ends_with('.'); }

/// The words of an example behind `dbdb VERB`, up to what a shell does with the rest.
std::vector<std::string> words_behind(const std::string& call, const std::string& example) {
    std::istringstream stream(example.substr(example.find(call) + call.size()));
    std::vector<std::string> words;
    for (std::string word;
         stream >> word && std::string_view("|<>&").find(word[0]) == std::string_view::npos;)
        words.push_back(word);
    return words;
}

/// Every name of every option of `verb`.
std::set<std::string> option_names(const Verb& verb) {
    std::set<std::string> names;
    for (const ArgumentHelp& argument : arguments_of(verb)) {
        std::istringstream stream(argument.names);
        for (std::string name; std::getline(stream, name, ',');)
            names.insert(name);
    }
    return names;
}

/// The candidates of `words` on one line, `files` before them where the shell is to look for one.
std::string completed(const std::vector<std::string>& words) {
    const Candidates candidates = complete(words);
    std::string text = candidates.files ? "files" : "";
    for (const Candidate& candidate : candidates.words)
        text += (text.empty() ? "" : " ") + candidate.word;
    return text;
}

}  // namespace

TEST_CASE("every verb has a summary, examples, and exit codes as the help shows them") {
    for (const Verb* const verb : all_verbs()) {
        CAPTURE(name_of(*verb));
        CHECK(is_sentence_piece(verb->summary));
        CHECK(verb->summary.size() <= summary_characters_max);
        CHECK(!verb->examples.empty());
        CHECK((verb->run != nullptr));
        for (const std::string& line : lines_of(verb->exit_codes)) {
            CAPTURE(line);
            CHECK(line.find_first_of("34568") == 0);
            CHECK(line.substr(1, 1) == " ");
            CHECK(is_sentence_piece(line));
        }
    }
}

TEST_CASE("the summaries of all verbs begin in one column of the help") {
    const std::string help = general_help();
    std::set<std::size_t> columns;
    for (const Verb* verb : all_verbs()) {
        const std::size_t place = help.find(" " + std::string(verb->summary) + "\n");
        REQUIRE(place != help.npos);
        columns.insert(place - help.rfind('\n', place));
    }
    CHECK(columns.size() == 1);
}

TEST_CASE("every argument of every verb has a name and a help of its own") {
    for (const Verb* const verb : all_verbs()) {
        CAPTURE(name_of(*verb));
        std::set<std::string> names;
        for (const ArgumentHelp& argument : arguments_of(*verb)) {
            CAPTURE(argument.names);
            CHECK(is_sentence_piece(argument.help));
            CHECK(names.insert(argument.names).second);
        }
        CHECK(names.contains("-h,--help"));
        CHECK(names.size() >= 2);
    }
}

TEST_CASE("every example calls its verb, with options that the verb takes") {
    for (const Verb* const verb : all_verbs()) {
        const std::set<std::string> options = option_names(*verb);
        for (const std::string& example : lines_of(verb->examples)) {
            CAPTURE(example);
            const std::string call = "dbdb " + name_of(*verb) + " ";
            REQUIRE(example.find(call) != std::string::npos);
            for (const std::string& word : words_behind(call, example)) {
                if (word == "--") break;
                if (word.size() > 1 && word[0] == '-')
                    CHECK_MESSAGE(options.contains(word.substr(0, word.find('='))), word);
            }
        }
    }
}

TEST_CASE("no two verbs have one name, and none is near enough to be taken for help") {
    std::set<std::string_view> names{"help"};
    for (const Verb* const verb : all_verbs())
        CHECK(names.insert(verb->name).second);
}

TEST_CASE("a verb is completed by its name, and so is what help is asked for") {
    CHECK(completed({"sc"}) == "scan");
    CHECK(completed({"help", "keys"}) == "keyspaces keyspace");
    CHECK(completed({"no-such-verb", ""}).empty());
    CHECK(completed({}).empty());
}

TEST_CASE("options are completed by their long names, files by the shell") {
    CHECK(completed({"get", ""}) == "files");
    CHECK(completed({"get", "--va"}) == "--value-json");
    CHECK(completed({"set", "--m"}) == "--message");
    CHECK(completed({"restore", "backup.db", ""}) == "files");
    CHECK(completed({"dump", "f.db", "--format", "j"}) == "jsonl");
    CHECK(completed({"dump", "--format", "tsv", ""}) == "files");
    CHECK(completed({"dump", "--format=tsv", ""}) == "files");
    CHECK(completed({"keyspace", "f.db", "c"}) == "create clear clone copy");
    CHECK(completed({"get", "missing.db", "k"}).empty());
    CHECK(completed({"get", "f.db", "k", "too many", ""}).empty());
}

TEST_CASE("keys, keyspaces and bookmarks are completed by what the file holds") {
    const TemporaryDirectory folder;
    const std::string path = (folder.path() / "f.db").string();
    {
        Database database = Database::open(path);
        database.update([](Transaction& transaction) {
            for (const char* key : {"user 1", "user:2", "-dash", "with\ttab", "zebra", ""})
                transaction.set(key, "v");
            transaction.keyspace("shop").set("cart", "v");
        });
        database.update([](Transaction& transaction) { transaction.set_bookmark("start", 1); });
    }

    CHECK(completed({"get", path, "u"}) == "user 1 user:2");
    CHECK(completed({"get", path, ""}) == "user 1 user:2 zebra");
    CHECK(completed({"get", path, "--", "-"}) == "-dash");
    CHECK(completed({"scan", path, "--prefix", "z"}) == "zebra");
    CHECK(completed({"get", path, "--keyspace", ""}) == "shop");
    CHECK(completed({"get", path, "--keyspace", "shop", ""}) == "cart");
    CHECK(completed({"get", path, "--keyspace=shop", ""}) == "cart");
    CHECK(completed({"get", path, "--at", ""}) == "HEAD HEAD~1 start");
    CHECK(completed({"bookmark", path, "s"}) == "start");
    CHECK(completed({"revert", path, "st"}) == "start");
}

TEST_CASE("of many keys the first are shown, and the last by which all begin alike") {
    const TemporaryDirectory folder;
    const std::string path = (folder.path() / "f.db").string();
    {
        Database database = Database::open(path);
        database.update([](Transaction& transaction) {
            for (int number = 1000; number < 3000; ++number)
                transaction.set("k" + std::to_string(number), "v");
        });
    }

    const Candidates candidates = complete(std::vector<std::string>{"get", path, "k"});

    CHECK(candidates.words.size() == 201);
    CHECK(candidates.words.front().word == "k1000");
    CHECK(candidates.words.back().word == "k2999");
}

TEST_CASE("text is broken where words end, and lines that begin with two spaces are kept") {
    CHECK(wrapped("one two three", 7) == "one two\nthree\n");
    CHECK(wrapped("unbreakable is", 4) == "unbreakable\nis\n");
    CHECK(wrapped("Formats:\n  a   kept as it is", 8) == "Formats:\n  a   kept as it is\n");
}

}  // namespace dbdb::test
