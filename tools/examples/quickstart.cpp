/// Loads all characters of Unicode into a new database and shows what can be done with them.
///
/// Usage: quickstart UNICODE_DATA DATABASE, where UNICODE_DATA is the file UnicodeData.txt: one
/// character a line, fields parted by `;`, the first its code point in hexadecimal digits, the
/// second its name. The code point becomes the key, the whole line the value.
/// Every step checks what it reads; the first that is wrong ends the program with exit code 1.
#include <algorithm>
#include <chrono>
#include <cstdio>
#include <dbdb/dbdb.hpp>
#include <exception>
#include <fstream>
#include <iostream>
#include <sstream>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace {

struct Character {
    std::string code_point;
    std::string line;
};

using Characters = std::vector<Character>;

void expect(bool is_so, const std::string& text) {
    if (!is_so) throw std::runtime_error("not so: " + text);
}

Characters read_characters(const std::string& path) {
    Characters characters;
    std::ifstream stream(path);
    for (std::string line; std::getline(stream, line);) {
        const std::size_t end = line.find(';');
        const std::string place = path + ":" + std::to_string(characters.size() + 1);
        if (end == std::string::npos) throw std::runtime_error(place + ": has no ';'");
        characters.push_back({line.substr(0, end), line});
    }
    if (!stream.eof() || characters.empty()) throw std::runtime_error(path + ": cannot be read");
    return characters;
}

/// The second field of a character's line.
std::string_view name_in(std::string_view line) {
    line.remove_prefix(std::min(line.find(';') + 1, line.size()));
    return line.substr(0, line.find(';'));
}

/// The names in `range`, parted by commas.
std::string names_in(const dbdb::Range& range) {
    std::string names;
    for (const auto& [key, line] : range) {
        if (!names.empty()) names += ", ";
        names += name_in(line);
    }
    return names;
}

/// Runs one step and prints what it tells, with the time it took.
template <typename Step>
void run(const char* title, const Step& step) {
    using Milliseconds = std::chrono::duration<double, std::milli>;
    const auto began = std::chrono::steady_clock::now();
    std::ostringstream story;
    step(story);
    const Milliseconds took = std::chrono::steady_clock::now() - began;
    std::printf("%-9s %9.3f ms  %s\n", title, took.count(), story.str().c_str());
}

void load(dbdb::Database& db, const Characters& characters, std::ostream& story) {
    expect(db.size() == 0, "the database is new and empty");
    dbdb::Transaction txn = db.begin();
    for (const Character& character : characters)
        txn.set(character.code_point, character.line);
    const dbdb::CommitId commit = txn.commit("all characters");

    expect(db.size() == characters.size(), "every character is an entry");
    story << characters.size() << " entries in one durable transaction, commit " << commit;
}

void read_back(const dbdb::Snapshot& now, const Characters& characters, std::ostream& story) {
    for (const Character& character : characters) {
        expect(now.get(character.code_point) == character.line, character.code_point);
    }
    expect(!now.get("110000"), "what was never set is absent");
    story << characters.size() << " values looked up by key, each as it was in the text";
}

void scan(const dbdb::Snapshot& now, std::ostream& story) {
    const dbdb::Range shapes = now.prefix("1F7E");
    story << "prefix 1F7E: " << shapes.count() << " entries, first " << names_in(shapes.limit(2))
          << "; last " << names_in(shapes.reverse().limit(1));
    const dbdb::Range alphabet = now.range("0041", "005B");
    expect(alphabet.count() == 26, "the alphabet has 26 capital letters");
    story << "; 0041 to 005A: " << alphabet.count() << " entries, after 23 of them "
          << names_in(alphabet.skip(23));
}

void count_and_rank(const dbdb::Snapshot& now, std::ostream& story) {
    const std::uint64_t rank = now.rank("20AC");
    expect(now.nth(rank).value().key == "20AC", "rank and nth are each other's inverse");
    story << now.count("0370", "0400") << " entries from 0370 to 03FF; " << name_in(now.at("20AC"))
          << " has " << rank << " of " << now.size() << " before it";
}

void change(dbdb::Database& db, std::ostream& story) {
    std::uint64_t erased_count = 0;
    const dbdb::CommitId commit = db.update(
        [&](dbdb::Transaction& txn) {
            txn.set("0041", "0041;THE FIRST LETTER");
            erased_count = txn.erase_range("1F000", "1F030");
            expect(name_in(txn.at("0041")) == "THE FIRST LETTER", "it reads its own writes");
        },
        {.message = "a letter renamed, the tiles of Mahjong erased"});
    story << "one entry set, " << erased_count << " tiles of Mahjong erased, commit " << commit;
}

void roll_back(dbdb::Database& db, std::ostream& story) {
    const std::uint64_t before_count = db.size();
    dbdb::Transaction txn = db.begin();
    txn.clear();
    expect(txn.size() == 0, "a cleared transaction is empty");
    txn.rollback();

    expect(db.size() == before_count, "what was rolled back never was");
    story << "everything cleared, then rolled back: still " << db.size() << " entries";
}

void look_back(const dbdb::Database& db, const dbdb::Snapshot& before, std::ostream& story) {
    const dbdb::Snapshot now = db.snapshot();
    expect(name_in(before.at("0041")) != name_in(now.at("0041")), "a snapshot never changes");
    story << "0041 is " << name_in(now.at("0041")) << " in commit " << now.commit_id() << " and "
          << name_in(before.at("0041")) << " in the snapshot of commit " << before.commit_id();
}

void verify(const dbdb::Database& db, std::ostream& story) {
    const dbdb::VerifyReport report = db.verify();
    if (!report.ok()) throw std::runtime_error(db.name() + ": " + report.damages.front().text);
    story << report.checked_bytes << " bytes of " << report.commits
          << " commits checked: " << report.leaves << " leaves, " << report.branches
          << " branches, no damage";
}

void run_all(const Characters& characters, const std::string& path) {
    dbdb::Database db = dbdb::Database::open(path);
    run("load", [&](std::ostream& story) { load(db, characters, story); });
    const dbdb::Snapshot before = db.snapshot();
    run("read", [&](std::ostream& story) { read_back(before, characters, story); });
    run("scan", [&](std::ostream& story) { scan(before, story); });
    run("count", [&](std::ostream& story) { count_and_rank(before, story); });
    run("change", [&](std::ostream& story) { change(db, story); });
    run("roll back", [&](std::ostream& story) { roll_back(db, story); });
    run("look back", [&](std::ostream& story) { look_back(db, before, story); });
    run("verify", [&](std::ostream& story) { verify(db, story); });
    db.close();
}

}  // namespace

int main(int argument_count, char** arguments) {
    if (argument_count != 3) {
        std::cerr << "usage: quickstart UNICODE_DATA DATABASE\n";
        return 1;
    }
    try {
        run_all(read_characters(arguments[1]), arguments[2]);
    } catch (const std::exception& error) {
        std::cerr << "quickstart: " << error.what() << '\n';
        return 1;
    }
    return 0;
}
