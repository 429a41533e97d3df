#include "rules.hpp"

#include <doctest/doctest.h>

namespace dbdb::test {
namespace {

std::size_t include_fault_count(const std::string& path, const std::string& include) {
    return include_faults({path, "#include " + include + "\n"}).size();
}

}  // namespace

TEST_CASE("an include of a higher layer is a fault") {
    CHECK(include_fault_count("lib/io/a.cpp", "\"tree/node.hpp\"") == 1);
    CHECK(include_fault_count("lib/tree/a.cpp", "\"keyspace/catalog.hpp\"") == 1);
    CHECK(include_fault_count("lib/keyspace/a.hpp", "\"transaction/flush.hpp\"") == 1);
    CHECK(include_fault_count("lib/transaction/a.hpp", "\"database/open.hpp\"") == 1);
    CHECK(include_fault_count("lib/database/a.hpp", "\"typed/map.hpp\"") == 1);
    CHECK(include_fault_count("lib/database/a.hpp", "<typed/map.hpp>") == 1);
}

TEST_CASE("an include of the same or a lower layer is none") {
    CHECK(include_fault_count("lib/io/a.cpp", "\"io/a.hpp\"") == 0);
    CHECK(include_fault_count("lib/tree/a.cpp", "\"format/ref.hpp\"") == 0);
    CHECK(include_fault_count("lib/tree/a.cpp", "\"io/a.hpp\"") == 0);
    CHECK(include_fault_count("lib/database/a.cpp", "\"keyspace/catalog.hpp\"") == 0);
}

TEST_CASE("the two lowest layers do not know each other") {
    CHECK(include_fault_count("lib/io/a.cpp", "\"format/ref.hpp\"") == 1);
    CHECK(include_fault_count("lib/format/a.cpp", "\"io/a.hpp\"") == 1);
}

TEST_CASE("clients include public headers and their own alone") {
    CHECK(include_fault_count("lib/typed/a.cpp", "\"typed/a.hpp\"") == 0);
    CHECK(include_fault_count("lib/async/a.cpp", "\"dbdb/async.hpp\"") == 0);
    CHECK(include_fault_count("lib/async/a.cpp", "\"database/open.hpp\"") == 1);
    CHECK(include_fault_count("lib/async/a.cpp", "\"typed/a.hpp\"") == 1);
}

TEST_CASE("a public header includes nothing of lib/") {
    CHECK(include_fault_count("include/dbdb/a.hpp", "\"tree/node.hpp\"") == 1);
    CHECK(include_fault_count("include/dbdb/a.hpp", "<tree/node.hpp>") == 1);
    CHECK(include_fault_count("include/dbdb/a.hpp", "\"b.hpp\"") == 1);
    CHECK(include_fault_count("include/dbdb/a.hpp", "\"dbdb/b.hpp\"") == 0);
    CHECK(include_fault_count("include/dbdb/a.hpp", "<boost/asio.hpp>") == 0);
}

TEST_CASE("a quoted include inside lib/ names its layer") {
    CHECK(include_fault_count("lib/io/a.cpp", "\"a.hpp\"") == 1);
    CHECK(include_fault_count("lib/io/a.cpp", "<vector>") == 0);
    CHECK(include_fault_count("lib/io/a.cpp", "<sys/stat.h>") == 0);
}

TEST_CASE("a folder of lib/ that is no layer is a fault") {
    CHECK(include_faults({"lib/helpers/a.cpp", ""}).size() == 1);
    CHECK(include_faults({"lib/a.cpp", ""}).size() == 1);
}

TEST_CASE("tests and tools include what they like") {
    CHECK(include_fault_count("tests/io/a.cpp", "\"database/open.hpp\"") == 0);
}

TEST_CASE("an include is found however it is spaced, and its line is told") {
    const Faults faults = include_faults({"lib/io/a.cpp", "\n  #  include   \"tree/node.hpp\"\n"});

    REQUIRE(faults.size() == 1);
    CHECK(faults.front().starts_with("lib/io/a.cpp:2: "));
}

TEST_CASE("a line that only speaks of an include is none") {
    CHECK(include_faults({"lib/io/a.cpp", "// #include \"tree/node.hpp\"\n"}).empty());
    CHECK(include_faults({"lib/io/a.cpp", "#include \"tree/node.hpp\n"}).empty());
    CHECK(include_faults({"lib/io/a.cpp", "#include"}).empty());
}

TEST_CASE("long lines, tabs, foreign letters and carriage returns are faults") {
    CHECK(text_faults({"a.cpp", std::string(100, 'x') + "\n"}).empty());
    CHECK(text_faults({"a.cpp", std::string(101, 'x')}).size() == 1);
    CHECK(text_faults({"a.cpp", "int\ta;\n"}).size() == 1);
    CHECK(text_faults({"a.cpp", "// caf\xc3\xa9\n"}).size() == 1);
    CHECK(text_faults({"a.cpp", "int a;\r\n"}).size() == 1);
}

TEST_CASE("a header says #pragma once on a line of its own") {
    CHECK(header_faults({"a.hpp", "#pragma once\n"}).empty());
    CHECK(header_faults({"a.hpp", "/// Text.\n#pragma once\n"}).empty());
    CHECK(header_faults({"a.hpp", "// #pragma once\n"}).size() == 1);
    CHECK(header_faults({"a.cpp", ""}).empty());
}

TEST_CASE("a file that no meson.build names is a fault") {
    const std::vector<Source> build_files{
        {"lib/io/meson.build", "# It's here.\nx('a.cpp', 'deep/b.cpp', '../tree/c.cpp')"},
        {"meson.build", "x('include/dbdb/d.hpp')"}};
    const std::set<std::string> named = files_named_in(build_files);

    CHECK(build_faults({"lib/io/a.cpp", ""}, named).empty());
    CHECK(build_faults({"lib/io/deep/b.cpp", ""}, named).empty());
    CHECK(build_faults({"lib/tree/c.cpp", ""}, named).empty());
    CHECK(build_faults({"include/dbdb/d.hpp", ""}, named).empty());
    CHECK(build_faults({"lib/io/b.cpp", ""}, named).size() == 1);
    CHECK(build_faults({"lib/tree/a.cpp", ""}, named).size() == 1);
}

TEST_CASE("a link of a page to nothing, or to a test without the case that it names, is a fault") {
    const auto count = [](const std::string& line) {
        const ReadFile read = [](const std::string& path) -> std::optional<std::string> {
            if (path == "tests/a_test.cpp") return "TEST_CASE(\"it holds\") {}";
            if (path == "tests/golden/a.golden") return "$ dbdb get f k --json";
            if (path == "tools/b.md" || path == "tests") return "";
            return std::nullopt;
        };
        return page_faults({"tools/page.md", line + "\n"}, read).size();
    };
    CHECK(
        count("[b](b.md), [b](b.md#part), [all](../tests), [here](#part), [there](https://a.b)") ==
        0);
    CHECK(count("[c](c.md)") == 1);
    CHECK(count("[b](b.md), [c](c.md)") == 1);
    CHECK(count("| [a](../tests/a_test.cpp) \"it holds\" |") == 0);
    CHECK(count("| [a](../tests/a_test.cpp) \"it hold\" |") == 1);
    CHECK(count("[a](../tests/a_test.cpp), [g](../tests/golden/a.golden) \"get f k\"") == 0);
    CHECK(count("[g](../tests/golden/a.golden) \"get f k\", \"get g\"") == 1);
    CHECK(count("`[](Change& c)` and\n```cpp\n[&](auto a)\n```\n[c](c.md)") == 1);
}

TEST_CASE("a package that must be there and that no wrap provides is a fault") {
    const std::vector<Source> build_files{
        {"meson.build",
         "a = dependency('a', version: '>=1')\nb = dependency('b', required: false)\n"
         "c = dependency('threads')\nx = declare_dependency('d')"}};
    const std::set<std::string> packages = packages_needed_by(build_files);
    const std::string hash(64, 'a');
    const std::string wrap = "[wrap-file]\nsource_hash = " + hash + "\ndependency_names = a\n";

    CHECK(packages == std::set<std::string>{"a"});
    CHECK(wrap_faults({}, packages).size() == 1);
    CHECK(wrap_faults(std::vector<Source>{{"a.wrap", wrap}}, packages).empty());
}

TEST_CASE("a wrap without a hash is a fault") {
    const std::string wrap = "[wrap-file]\ndependency_names = a\n";

    CHECK(wrap_faults(std::vector<Source>{{"a.wrap", wrap}}, {"a"}).size() == 1);
    CHECK(wrap_faults(std::vector<Source>{{"a.wrap", wrap + "source_hash = 12\n"}}, {}).size() ==
          1);
}

TEST_CASE("the top level has a place for each name, and each place is taken") {
    const std::string ignore_rules = "# Comment\n/build*/\n/lib/deep/\n!/notes\n*.orig\n";
    std::vector<std::string> names{"LICENSE",
                                   "README.md",
                                   "include",
                                   "lib",
                                   "meson.build",
                                   "subprojects",
                                   "tests",
                                   "tools",
                                   ".git",
                                   "build-clang",
                                   "x.orig"};
    CHECK(top_level_faults(names, ignore_rules).empty());

    names.emplace_back("notes");
    CHECK(top_level_faults(names, ignore_rules).size() == 1);

    names.erase(names.begin());
    CHECK(top_level_faults(names, ignore_rules).size() == 2);
}

}  // namespace dbdb::test
