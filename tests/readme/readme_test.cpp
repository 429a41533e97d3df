/// Holds README.md against the programs that it shows.
#include <array>
#include <cstdio>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <memory>
#include <sstream>
#include <stdexcept>
#include <string>
#include <vector>

#include <doctest/doctest.h>

#include "support/temporary_directory.hpp"

namespace dbdb::test {
namespace {

const std::filesystem::path top_folder = DBDB_SOURCE_ROOT;

std::string text_of(const std::filesystem::path& path) {
    std::ifstream stream(path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream || text.empty()) throw std::runtime_error(path.string() + ": cannot be read");
    return text;
}

/// The blocks of `page` that are fenced as `language`, without their fences.
std::vector<std::string> blocks_in(const std::string& page, const std::string& language) {
    const std::string text = text_of(top_folder / page);
    const std::string fence = "\n```" + language + "\n";
    std::vector<std::string> blocks;
    for (std::size_t begin = text.find(fence); begin != std::string::npos;) {
        begin += fence.size();
        const std::size_t end = text.find("\n```\n", begin);
        if (end == std::string::npos) throw std::runtime_error(page + ": a fence is not closed");
        blocks.push_back(text.substr(begin, end + 1 - begin));
        begin = text.find(fence, end);
    }
    return blocks;
}

/// Everything that `command` prints in `folder`, with a newline at the end as a terminal would have
/// it. There `dbdb` is the program of this build.
std::string output_of(const std::string& command, const TemporaryDirectory& folder) {
    const std::string tool_folder = std::filesystem::path(DBDB_TOOL).parent_path().string();
    const std::string line = "cd '" + folder.path().string() + "' && export LC_ALL=C PATH='" +
                             tool_folder + "':\"$PATH\" && { " + command + "; } 2>&1 </dev/null";
    const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(::popen(line.c_str(), "r"), pclose);
    if (!pipe) throw std::runtime_error(command + ": cannot be run");
    std::string output;
    std::array<char, 4096> part;
    while (const std::size_t bytes = std::fread(part.data(), 1, part.size(), pipe.get()))
        output.append(part.data(), bytes);
    if (!output.empty() && output.back() != '\n') output += '\n';
    return output;
}

/// The commands of `session` with what they print now in `folder`.
std::string transcript_of(const std::string& session, const TemporaryDirectory& folder) {
    std::istringstream lines(session);
    std::string transcript;
    for (std::string line; std::getline(lines, line);) {
        if (line.starts_with("$ ")) transcript += line + "\n" + output_of(line.substr(2), folder);
    }
    return transcript;
}

}  // namespace

TEST_CASE("the example in README.md is tools/examples/readme.cpp, word for word") {
    const std::vector<std::string> examples = blocks_in("README.md", "cpp");

    REQUIRE(examples.size() == 1);
    CHECK(examples.front() == text_of(top_folder / "tools/examples/readme.cpp"));
}

TEST_CASE("the example prints what README.md says") {
    const TemporaryDirectory folder;
    const std::vector<std::string> outputs = blocks_in("README.md", "text");

    REQUIRE(!outputs.empty());
    CHECK(outputs.front() == output_of(DBDB_EXAMPLE, folder));
}

TEST_CASE("the sessions of README.md and of the tutorial, typed in turn, print what they say") {
    for (const char* page : {"README.md", "tools/examples/TUTORIAL.md"}) {
        CAPTURE(page);
        const std::vector<std::string> sessions = blocks_in(page, "console");
        REQUIRE(!sessions.empty());
        const TemporaryDirectory folder;
        for (const std::string& session : sessions)
            CHECK(session == transcript_of(session, folder));
    }
}

TEST_CASE("the code in the tutorial is from the examples, word for word") {
    const std::vector<std::string> blocks = blocks_in("tools/examples/TUTORIAL.md", "cpp");
    std::string examples;
    for (const auto& file : std::filesystem::directory_iterator(top_folder / "tools/examples"))
        if (file.path().extension() == ".cpp") examples += text_of(file.path());

    REQUIRE(!blocks.empty());
    for (const std::string& block : blocks) {
        CAPTURE(block);
        CHECK(examples.find(block) != std::string::npos);
    }
}

}  // namespace dbdb::test
