#include "source_tree.hpp"

#include <algorithm>
#include <array>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <stdexcept>

namespace dbdb::test {
namespace {

namespace fs = std::filesystem;

const fs::path top_folder = DBDB_SOURCE_ROOT;

bool is_code(const Source& source) {
    constexpr std::array<std::string_view, 4> endings{".cpp", ".hpp", ".in", build_file_name};
    return source.text.starts_with("#!") ||
           std::ranges::any_of(endings, [&](auto ending) { return source.path.ends_with(ending); });
}

void add_sources_in(const fs::path& folder, std::vector<Source>& sources) {
    for (const fs::directory_entry& entry : fs::recursive_directory_iterator(folder)) {
        if (!entry.is_regular_file()) continue;
        Source source = read_source(fs::relative(entry.path(), top_folder).generic_string());
        if (is_code(source)) sources.push_back(std::move(source));
    }
}

}  // namespace

Source read_source(const std::string& path) {
    std::ifstream stream(top_folder / path, std::ios::binary);
    std::string text{std::istreambuf_iterator<char>(stream), std::istreambuf_iterator<char>()};
    if (!stream) throw std::runtime_error(path + ": cannot be read");
    return {path, std::move(text)};
}

std::optional<std::string> text_at(const std::string& path) {
    if (!fs::exists(top_folder / path)) return std::nullopt;
    return fs::is_directory(top_folder / path) ? "" : read_source(path).text;
}

std::vector<Source> sources_in(const std::vector<std::string>& folders) {
    std::vector<Source> sources;
    for (const std::string& folder : folders)
        add_sources_in(top_folder / folder, sources);
    std::ranges::sort(sources, {}, &Source::path);
    return sources;
}

std::vector<Source> wraps() {
    std::vector<Source> sources;
    for (const fs::directory_entry& entry : fs::directory_iterator(top_folder / "subprojects"))
        if (entry.path().extension() == ".wrap")
            sources.push_back(read_source("subprojects/" + entry.path().filename().string()));
    return sources;
}

std::vector<std::string> top_level_names() {
    std::vector<std::string> names;
    for (const fs::directory_entry& entry : fs::directory_iterator(top_folder)) {
        names.push_back(entry.path().filename().string());
    }
    std::ranges::sort(names);
    return names;
}

}  // namespace dbdb::test
