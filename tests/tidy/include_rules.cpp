#include <algorithm>
#include <array>
#include <optional>

#include "lines.hpp"
#include "rules.hpp"

namespace dbdb::test {
namespace {

/// A folder of lib/. It may include itself and every layer of a smaller rank.
struct Layer {
    std::string_view name;
    int rank = 0;
};

/// Clients see the public headers alone, as a user does: below them there is nothing.
constexpr int client_rank = -1;

constexpr std::array layers{Layer{"io", 0},
                            Layer{"format", 0},
                            Layer{"metrics", 1},
                            Layer{"tree", 2},
                            Layer{"keyspace", 3},
                            Layer{"transaction", 4},
                            Layer{"database", 5},
                            Layer{"typed", client_rank},
                            Layer{"async", client_rank}};

std::optional<Layer> layer_of(std::string_view path) {
    const std::string_view folder = path.substr(0, path.find('/'));
    const auto* found = std::ranges::find(layers, folder, &Layer::name);
    if (folder == path || found == layers.end()) return std::nullopt;
    return *found;
}

struct Include {
    std::string_view path;
    bool quoted = false;
};

/// The include that `line` asks for, if it asks for one.
std::optional<Include> include_in(std::string_view line) {
    if (!skip(line, "#") || !skip(line, "include") || line.empty()) return std::nullopt;
    const bool quoted = line.front() == '"';
    if (!quoted && line.front() != '<') return std::nullopt;
    const std::size_t end = line.find(quoted ? '"' : '>', 1);
    if (end == std::string_view::npos) return std::nullopt;
    return Include{line.substr(1, end - 1), quoted};
}

bool is_public(std::string_view path) { return path.starts_with("dbdb/"); }

/// What is wrong with `include` in a file of `layer`; empty when nothing is.
std::string fault_in_layer(const Layer& layer, const Include& include) {
    const std::string path(include.path);
    const std::optional<Layer> included = layer_of(include.path);
    if (!included) {
        if (!include.quoted || is_public(include.path)) return "";
        return "\"" + path + "\" names no layer; write the path from lib/ on";
    }
    if (included->name == layer.name || (included->rank >= 0 && included->rank < layer.rank)) {
        return "";
    }
    return std::string(layer.name) + " may not include " + path + ", which is not below it";
}

/// What is wrong with `include` in a public header; empty when nothing is.
std::string fault_in_public(const Include& include) {
    const bool foreign = !include.quoted && !layer_of(include.path);
    if (foreign || is_public(include.path)) return "";
    return "a public header may not include " + std::string(include.path) + " of lib/";
}

}  // namespace

Faults include_faults(const Source& source) {
    std::string_view path = source.path;
    if (!path.ends_with(".cpp") && !path.ends_with(".hpp")) return {};
    const bool in_public = path.starts_with("include/");
    if (!in_public && !path.starts_with("lib/")) return {};
    path.remove_prefix(path.find('/') + 1);
    const std::optional<Layer> layer = layer_of(path);
    if (!in_public && !layer) return {source.path + ":1: lies in no layer of lib/"};

    return faults_by_line(source, [&](std::string_view line) -> std::string {
        const std::optional<Include> include = include_in(line);
        if (!include) return "";
        return in_public ? fault_in_public(*include) : fault_in_layer(*layer, *include);
    });
}

}  // namespace dbdb::test
