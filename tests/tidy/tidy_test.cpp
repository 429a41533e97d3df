/// The rules of the house, held against the project itself.
#include <algorithm>
#include <iterator>

#include <doctest/doctest.h>

#include "rules.hpp"
#include "source_tree.hpp"

namespace dbdb::test {
namespace {

const std::vector<Source>& all_sources() {
    static const std::vector<Source> sources =
        sources_in({"include", "lib", "subprojects/packagefiles", "tests", "tools", ".ci"});
    return sources;
}

std::vector<Source> build_files() {
    std::vector<Source> files;
    std::ranges::copy_if(all_sources(), std::back_inserter(files), [](const Source& source) {
        return source.path.ends_with(build_file_name);
    });
    files.push_back(read_source(std::string(build_file_name)));
    return files;
}

/// One failed check for each fault, so that the whole list is seen at once.
void report(const Faults& faults) {
    for (const std::string& fault : faults)
        FAIL_CHECK(fault);
}

}  // namespace

TEST_CASE("the sources of the project are found") { CHECK(all_sources().size() > 20); }

TEST_CASE("every include points downwards") {
    for (const Source& source : all_sources())
        report(include_faults(source));
}

TEST_CASE("every line is plain, short and without tabs") {
    for (const Source& source : all_sources())
        report(text_faults(source));
    for (const Source& source : build_files())
        report(text_faults(source));
}

TEST_CASE("every header can be included twice") {
    for (const Source& source : all_sources())
        report(header_faults(source));
}

TEST_CASE("every source file and every public header is named in a meson.build") {
    const std::set<std::string> named = files_named_in(build_files());
    for (const Source& source : all_sources()) {
        const std::string& path = source.path;
        const bool public_header = path.starts_with("include/") && path.ends_with(".hpp");
        if (public_header || path.ends_with(".cpp")) report(build_faults(source, named));
    }
}

TEST_CASE("what the pages for people link to is there, with the tests that they name") {
    for (const char* page : {"README.md",
                             "lib/CHANGELOG.md",
                             "lib/DESIGN.md",
                             "lib/FORMAT.md",
                             "tools/bench/BEHIND.md",
                             "tools/bench/README.md",
                             "tools/bench/RESULTS.md",
                             "tools/examples/PARITY.md",
                             "tools/examples/TUTORIAL.md"})
        report(page_faults(read_source(page), text_at));
}

TEST_CASE("every package that the build needs has a wrap that pins it") {
    std::vector<Source> own_build_files = build_files();
    std::erase_if(own_build_files, [](const Source& source) {
        return source.path.starts_with("tests/install/consumer/");
    });
    const std::set<std::string> packages = packages_needed_by(own_build_files);

    CHECK(packages.contains("boost"));
    report(wrap_faults(wraps(), packages));
}

TEST_CASE("the top level holds what belongs there and nothing else") {
    report(top_level_faults(top_level_names(), read_source(".gitignore").text));
}

}  // namespace dbdb::test
