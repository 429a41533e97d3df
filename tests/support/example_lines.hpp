/// What the examples print.
#pragma once

#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/program.hpp"
#include "support/temporary_directory.hpp"

namespace dbdb::test {

using Lines = std::vector<std::string>;

/// The lines that `example`, a program, writes when it is given a file to make; it must end well.
inline Lines lines_of(const std::string& example) {
    const TemporaryDirectory folder;
    Program program({example, folder / "example.dbdb"});
    Lines lines;
    while (const auto line = program.line())
        lines.push_back(*line);
    CHECK(program.wait() == 0);
    return lines;
}

}  // namespace dbdb::test

/// A check that fails shows the lines.
template <>
struct doctest::StringMaker<dbdb::test::Lines> {
    static String convert(const dbdb::test::Lines& lines) {
        std::string text;
        for (const std::string& line : lines)
            text += '\n' + line;
        return text.c_str();
    }
};
