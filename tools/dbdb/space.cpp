#include <algorithm>
#include <cmath>

#include "number_text.hpp"
#include "signs.hpp"
#include "size_text.hpp"
#include "statistics_figures.hpp"
#include "survey_arguments.hpp"
#include "survey_json.hpp"
#include "text/escape.hpp"
#include "verbs.hpp"
#include "verdict.hpp"

namespace dbdb::tool {

namespace {

constexpr std::size_t map_columns = 64;
constexpr std::size_t map_lines = 4;
constexpr std::size_t bar_columns = 24;

constexpr std::uint64_t commits_named = 1'000;

/// Texts of ASCII, filled up to a width.
std::string left(std::string text, std::size_t width) {
    if (text.size() < width) text.append(width - text.size(), ' ');
    return text;
}

std::string right(std::string text, std::size_t width) {
    if (text.size() < width) text.insert(0, width - text.size(), ' ');
    return text;
}

std::string bar(std::uint64_t part, std::uint64_t whole) {
    const double share = whole == 0 ? 0 : static_cast<double>(part) / static_cast<double>(whole);
    return repeated(signs().bar, static_cast<std::size_t>(std::lround(share * bar_columns)));
}

class Drawing {
public:
    Drawing(const Surveyed& found, Output& output)
        : survey_(found.survey), found_(found), output_(output) {}

    void write(const std::string& path) {
        line(text::escaped(path));
        for (const std::string& sentence : verdict(survey_, found_.gain, found_.recovery))
            line(sentence);
        write_map();
        write_kinds();
        write_keyspaces();
        write_fill();
        write_sizes("keys", survey_.key_bytes);
        write_sizes("values", survey_.value_bytes);
        if (!survey_.commits.empty()) write_commits();
    }

private:
    void line(const std::string& text) { output_.write(text + "\n"); }

    /// Sizes for people are rounded.
    std::string bytes(std::uint64_t count) const {
        return output_.is_terminal() ? size_text(count) : std::to_string(count);
    }

    /// Each sign is what most of its part of the file is.
    void write_map() {
        line("\nmap, " + bytes(survey_.bucket_bytes) + " each");
        for (std::size_t begin = 0; begin < survey_.buckets.size(); begin += map_columns) {
            std::string signs_of_line;
            const std::size_t end = std::min(begin + map_columns, survey_.buckets.size());
            for (std::size_t bucket = begin; bucket < end; ++bucket)
                signs_of_line += sign_of(survey_.buckets[bucket]);
            line("  " + signs_of_line);
        }
    }

    static std::string_view sign_of(const SpaceBytes& bytes) {
        const auto most = std::ranges::max_element(bytes.bytes);
        return signs().kinds.at(static_cast<std::size_t>(most - bytes.bytes.begin()));
    }

    void write_kinds() {
        line("\n  kind           " + right("bytes", 12));
        for (std::size_t kind = 0; kind < space_kind_count; ++kind) {
            const std::uint64_t count = survey_.bytes.bytes[kind];
            std::string name(space_kind_name(static_cast<SpaceKind>(kind)));
            std::ranges::replace(name, '_', ' ');
            line(trimmed("  " + std::string(signs().kinds.at(kind)) + " " + left(name, 13) +
                         right(bytes(count), 12) + right(percent(count), 7) + "  " +
                         bar(count, survey_.bytes.sum())));
        }
    }

    static std::string trimmed(std::string text) {
        text.erase(text.find_last_not_of(' ') + 1);
        return text;
    }

    /// In a column: shorter than a sentence has it.
    std::string percent(std::uint64_t part) const {
        const std::string text = percent_text(part, survey_.bytes.sum());
        return text.starts_with("less") ? "< 1 %" : text;
    }

    void write_keyspaces() {
        line("\n  " + right("entries", 12) + right("bytes", 12) + right("height", 8) +
             right("ideal", 7) + right("fill", 7) + "  keyspace");
        for (const KeyspaceSurvey& keyspace : survey_.keyspaces) {
            line("  " + right(std::to_string(keyspace.entries), 12) +
                 right(bytes(keyspace.bytes), 12) + right(std::to_string(keyspace.height), 8) +
                 right(std::to_string(keyspace.ideal_height()), 7) +
                 right(std::to_string(fill_percent(keyspace.leaves)) + " %", 7) + "  " +
                 (keyspace.name.empty() ? "(default)" : text::escaped(keyspace.name)));
        }
    }

    /// Columns next to each other, the highest one full.
    template <typename Counts>
    static std::string columns(const Counts& counts) {
        const std::uint64_t most = counts.empty() ? 0 : *std::ranges::max_element(counts);
        std::string text;
        for (const std::uint64_t count : counts) {
            const double share =
                most == 0 ? 0 : static_cast<double>(count) / static_cast<double>(most);
            text += signs().levels.at(static_cast<std::size_t>(std::ceil(share * 8)));
        }
        return text;
    }

    void write_fill() {
        line("\nleaves by fill, 0 to 100 % in steps of 5 %");
        line("  [" + columns(survey_.leaf_fill) + "]");
    }

    void write_sizes(const std::string& what, const SizeHistogram& sizes) {
        if (sizes.counts.empty()) return;
        line("\n" + what + " by bytes: 0, 1, 2-3, 4-7 and so on up to " + bytes(sizes.max_bytes) +
             "; mean " + std::to_string(std::lround(sizes.mean_bytes)));
        line("  [" + columns(sizes.counts) + "]");
    }

    /// What each appended, oldest first; of many some, each for those before it.
    void write_commits() {
        const std::size_t count = survey_.commits.size();
        std::vector<std::uint64_t> appended(std::min(count, map_columns));
        for (std::size_t index = 0; index < count; ++index)
            appended[index * appended.size() / count] += survey_.commits[index].appended_bytes;
        line("\nbytes appended by " + counted_grouped(survey_.commits.back().position, "commit") +
             ", oldest first");
        line("  [" + columns(appended) + "]");
    }

    const Survey& survey_;
    const Surveyed& found_;
    Output& output_;
};

ExitCode run_space(const Call& call) {
    SurveyArguments survey;
    bool json = false;
    Arguments arguments(call.verb);
    survey.add_to(arguments);
    arguments.flag("--json", json, "Show a JSON object");
    arguments.pager(call.output);
    arguments.parse(call.words);

    const Surveyed found = survey.look(map_columns * map_lines, commits_named);
    if (json) {
        write_json(found.survey, found.gain, call.output.writer());
        call.output.write("\n");
    } else {
        Drawing(found, call.output).write(survey.path);
    }
    return ExitCode::done;
}

}  // namespace

constinit const Verb space_verb{
    .name = "space",
    .summary = "Show what the bytes of the file are",
    .examples =
        "dbdb space people.db\n"
        "dbdb space people.db --leaves 10000 --json",
    .notes =
        "First in words, then a map of the file, in which each sign is what most of its part is, "
        "the bytes by kind, the keyspaces with the heights of their trees, how full leaves are, "
        "how large keys and values are, and what commits have appended. Of a large file some "
        "leaves are looked at, and it says so. Drawn in Unicode where LC_ALL, LC_CTYPE or LANG "
        "name UTF-8.",
    .run = run_space,
};

}  // namespace dbdb::tool
