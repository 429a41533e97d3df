/// Helpers of the tests in this folder.
#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "support/program.hpp"

namespace dbdb::test {

using Words = std::vector<std::string>;

/// The words that start the driver program, or the command line.
inline Words driver(const Words& arguments) {
    Words words{DBDB_TEST_DRIVER};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

inline Words command_line(const Words& arguments) {
    Words words{DBDB_TEST_TOOL};
    words.insert(words.end(), arguments.begin(), arguments.end());
    return words;
}

/// Runs it to its end; the exit status.
inline int run(const Words& words) {
    Program program(words);
    program.close_input();
    while (program.line())
        continue;
    return program.wait();
}

using Programs = std::vector<std::unique_ptr<Program>>;

}  // namespace dbdb::test
