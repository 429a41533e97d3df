#include <algorithm>
#include <cmath>

#include "dbdb/tree_node.hpp"

#include "arguments.hpp"
#include "keyspace_argument.hpp"
#include "not_found.hpp"
#include "number_text.hpp"
#include "open.hpp"
#include "reference.hpp"
#include "signs.hpp"
#include "size_text.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

constexpr unsigned default_levels = 4;
constexpr unsigned levels_max = 64;  // No tree is higher.

std::string entries_text(std::uint64_t count) { return counted_grouped(count, "entry", "entries"); }

std::string leaf_text(const TreeNode& node) {
    const auto fill = std::lround(100 * node.fill);
    return "leaf, " + entries_text(node.entries) + ", " + std::to_string(fill) + " % full, " +
           text::quoted(node.keys.front()) +
           (node.entries > 1 ? " to " + text::quoted(node.keys.back()) : "");
}

class Drawing {
public:
    Drawing(std::optional<std::string> key, Output& output)
        : key_(std::move(key)), output_(output) {}

    /// A line for `node`, which `fork` leads to, and for all below it, behind `trunk`.
    void write(const TreeNode& node, const std::string& fork, const std::string& trunk) {
        output_.write(fork + (node.is_leaf() ? leaf_text(node) : branch_text(node)) + "\n");
        if (node.is_leaf()) return write_key(node, trunk);
        for (std::size_t index = 0; index < node.children.size(); ++index) {
            const bool is_last = index + 1 == node.children.size();
            write(node.children[index],
                  trunk + std::string(is_last ? signs().last_fork : signs().fork),
                  trunk + std::string(is_last ? signs().no_trunk : signs().trunk));
        }
    }

private:
    std::string branch_text(const TreeNode& node) const {
        const std::string bytes = output_.is_terminal()
                                      ? size_text(node.subtree_bytes)
                                      : std::to_string(node.subtree_bytes) + " bytes";
        return "branch at " + text::quoted(node.separator) + ", height " +
               std::to_string(node.height) + ", " + entries_text(node.entries) + ", " + bytes;
    }

    void write_key(const TreeNode& leaf, const std::string& trunk) {
        if (!key_) return;
        const auto found = std::ranges::find(leaf.keys, *key_);
        if (found == leaf.keys.end()) return;
        output_.write(trunk + std::string(signs().last_fork) + text::quoted(*key_) + ", entry " +
                      std::to_string(found - leaf.keys.begin() + 1) + " of " +
                      std::to_string(leaf.keys.size()) + "\n");
    }

    std::optional<std::string> key_;
    Output& output_;
};

/// Graphviz reads it; a name is the place of the node.
class Dot {
public:
    explicit Dot(Output& output) : output_(output) {}

    void write(const TreeNode& root) {
        output_.write("digraph tree {\n  node [shape=box, fontname=\"sans-serif\"];\n");
        write_node(root);
        output_.write("}\n");
    }

private:
    static std::string name_of(const TreeNode& node) { return "n" + std::to_string(node.offset); }

    static std::string quoted(const std::string& label) {
        std::string text = "\"";
        for (const char letter : label) {
            if (letter == '"' || letter == '\\') text += '\\';
            text += letter;
        }
        return text + "\"";
    }

    void write_node(const TreeNode& node) {
        const std::string what = node.is_leaf() ? leaf_text(node) : text::quoted(node.separator);
        const std::string more = node.is_leaf() ? "" : ", " + entries_text(node.entries);
        output_.write("  " + name_of(node) + " [label=" + quoted(what + more) + "];\n");
        for (const TreeNode& child : node.children) {
            write_node(child);
            output_.write("  " + name_of(node) + " -> " + name_of(child) + ";\n");
        }
    }

    Output& output_;
};

struct TreeArguments {
    std::string path{};
    std::optional<std::string> key{};
    std::optional<std::uint64_t> levels{};
    bool dot = false;
    text::Spelling spelling = text::Spelling::raw;
    KeyspaceArgument keyspace{};
    AtArgument at{};

    void parse(const Call& call) {
        Arguments arguments(call.verb);
        arguments.required("FILE", path, "The database");
        arguments.optional("KEY", key, "Show the way to this key");
        arguments.number("--levels", "N", levels, "Show N levels (4, with a KEY 1)");
        arguments.flag("--dot", dot, "Write a graph for Graphviz");
        arguments.spelling(spelling);
        keyspace.add_to(arguments);
        at.add_to(arguments);
        arguments.pager(call.output);
        arguments.parse(call.words);
        if (key) key = decode_argument("KEY", *key, spelling);
    }

    unsigned levels_wanted() const {
        const std::uint64_t wanted = levels.value_or(key ? 1 : default_levels);
        return static_cast<unsigned>(std::clamp<std::uint64_t>(wanted, 1, levels_max));
    }
};

ExitCode run_tree(const Call& call) {
    TreeArguments arguments;
    arguments.parse(call);
    const Database database = open_to_read(arguments.path);
    const Snapshot snapshot =
        arguments.keyspace.of(arguments.at.snapshot_of(database), arguments.path);

    TreeOptions options{.levels = arguments.levels_wanted()};
    if (arguments.key) options.key = *arguments.key;
    const auto tree = look_at_tree(snapshot, options);
    if (tree && arguments.dot) Dot(call.output).write(*tree);
    if (tree && !arguments.dot) Drawing(arguments.key, call.output).write(*tree, "", "");
    if (arguments.key && !snapshot.contains(*arguments.key))
        throw key_not_found(arguments.path, *arguments.key);
    return ExitCode::done;
}

}  // namespace

constinit const Verb tree_verb{
    .name = "tree",
    .summary = "Show the tree that the entries are in",
    .examples =
        "dbdb tree people.db\n"
        "dbdb tree people.db ann\n"
        "dbdb tree people.db --levels 3 --dot | dot -T svg",
    .notes =
        "The branches from the root down, each with the separator between its two children, and "
        "the leaves, each with its first and last key. With KEY all nodes on the way to it, or to "
        "where it would be.",
    .exit_codes = "3 there is no such key, keyspace or commit",
    .run = run_tree,
};

}  // namespace dbdb::tool
