/// The program that these tests start, stop and kill: driver VERB [FILE] [WRITER] [STEPS].
///
/// Exit code: 0 done, 1 it has seen what must not be, 2 wrong arguments, 3 an error.
#include <algorithm>
#include <csignal>
#include <cstdio>
#include <dirent.h>
#include <exception>
#include <string>
#include <unistd.h>
#include <vector>

#include "ledger.hpp"

namespace {

using namespace dbdb;
using namespace dbdb::test;

/// What is told is told at once, past every buffer: a line stands for something that was promised.
void tell(const std::string& text) {
    const std::string line = text + "\n";
    if (::write(STDOUT_FILENO, line.data(), line.size()) != static_cast<ssize_t>(line.size()))
        ::_exit(3);
}

void wait_for_end_of_input() {
    char byte = 0;
    while (::read(STDIN_FILENO, &byte, 1) > 0)
        continue;
}

/// Makes so many steps.
int count(const std::string& path, unsigned writer, std::uint64_t steps) {
    Database db = Database::open(path);
    for (std::uint64_t made = 0; made < steps; ++made)
        write_step(db, writer);
    return 0;
}

/// Makes steps without end and tells each when it is committed.
int write(const std::string& path, unsigned writer) {
    Database db = Database::open(path);
    for (;;)
        tell(std::to_string(write_step(db, writer)));
}

/// Stops itself, then makes a few steps as `write` does, and closes.
int trace(const std::string& path, unsigned writer, std::uint64_t steps) {
    std::raise(SIGSTOP);
    {
        Database db = Database::open(path);
        for (std::uint64_t made = 0; made < steps; ++made)
            tell(std::to_string(write_step(db, writer)));
    }
    ::_exit(0);
}

/// Reads until so many steps were made in all; 1 when a commit is not whole or readers go back.
int read(const std::string& path, std::uint64_t steps) {
    const Database db = Database::open(path, {.read_only = true});
    tell("open");
    CommitId newest = 0;
    for (;;) {
        const Snapshot now = db.snapshot();
        if (now.commit_id() < newest || !is_whole(now)) return 1;
        newest = now.commit_id();
        if (total_steps(now) >= steps) return 0;
    }
}

/// Has the writer's turn until its input ends.
int hold(const std::string& path) {
    Database db = Database::open(path);
    Transaction change = db.begin();
    change.set("held", "1");
    tell("held");
    wait_for_end_of_input();
    return 0;
}

std::string open_descriptors() {
    std::vector<std::string> names;
    DIR* const all = ::opendir("/proc/self/fd");
    while (const dirent* entry = ::readdir(all))
        if (std::string(entry->d_name) != std::to_string(::dirfd(all)))
            names.push_back(entry->d_name);
    ::closedir(all);
    std::sort(names.begin(), names.end());
    std::string text;
    for (const std::string& name : names)
        text += name + " ";
    return text;
}

int list() {
    tell(open_descriptors());
    return 0;
}

/// Tells its descriptors, opens everything, and becomes `list`.
int become_list(const std::string& self, const std::string& path) {
    tell(open_descriptors());
    Database db = Database::open(path);
    write_step(db, 0);
    const Database reader = Database::open(path, {.read_only = true});
    const Snapshot now = reader.snapshot();
    Transaction change = db.begin();
    change.set("held", std::string(100'000, 'v'));
    ::execl(self.c_str(), self.c_str(), "list", nullptr);
    return 3;
}

/// Writes with its standard streams closed, and then what a library might print by mistake.
int write_closed(const std::string& path, std::uint64_t steps) {
    for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
        ::close(stream);
    Database db = Database::open(path);
    bool could_print = false;
    for (std::uint64_t made = 0; made < steps; ++made) {
        write_step(db, 0);
        for (int stream = STDIN_FILENO; stream <= STDERR_FILENO; ++stream)
            could_print |= ::write(stream, "a message", 9) > 0;
    }
    return could_print ? 1 : 0;
}

std::uint64_t number_in(const std::string& word) { return std::stoull(word); }

int run(const std::string& self, const std::vector<std::string>& words) {
    const std::string& verb = words.at(0);
    if (verb == "list") return list();
    const std::string& path = words.at(1);
    if (verb == "hold") return hold(path);
    if (verb == "become-list") return become_list(self, path);
    const std::uint64_t first = number_in(words.at(2));
    if (verb == "read") return read(path, first);
    if (verb == "write-closed") return write_closed(path, first);
    const auto writer = static_cast<unsigned>(first);
    if (verb == "write") return write(path, writer);
    const std::uint64_t steps = number_in(words.at(3));
    if (verb == "count") return count(path, writer, steps);
    if (verb == "trace") return trace(path, writer, steps);
    return 2;
}

}  // namespace

int main(int argc, char** argv) {
    try {
        return run(argv[0], {argv + 1, argv + argc});
    } catch (const std::exception& failure) {
        std::fprintf(stderr, "driver: %s\n", failure.what());
        return 3;
    }
}
