#include "arguments.hpp"

#include <CLI/CLI.hpp>
#include <algorithm>
#include <utility>
#include <vector>

#include "edit_distance.hpp"
#include "failure.hpp"
#include "log_file.hpp"
#include "text/escape.hpp"
#include "verb.hpp"

namespace dbdb::tool {

namespace {

/// What to do with the words of an option once all are read.
struct Taker {
    CLI::Option* option = nullptr;
    bool required = false;
    std::function<void(const std::string& text)> take{};
};

/// The parser would take the next word for the value of `--name=`, so an empty word is put there.
std::vector<std::string> with_empty_values(std::span<const std::string> words) {
    std::vector<std::string> result;
    bool options_ended = false;
    for (const std::string& word : words) {
        options_ended = options_ended || word == "--";
        const bool empty_value =
            !options_ended && word.starts_with("--") && word.find('=') == word.size() - 1;
        result.push_back(empty_value ? word.substr(0, word.size() - 1) : word);
        if (empty_value) result.emplace_back();
    }
    return result;
}

/// The long option that is nearest to `word`; empty when none is near.
std::string nearest_option(const std::string& word, const std::vector<ArgumentHelp>& arguments) {
    std::string nearest;
    std::size_t nearest_distance = 3;
    for (const ArgumentHelp& argument : arguments) {
        const std::size_t begin = argument.names.find("--");
        if (begin == std::string::npos) continue;
        const std::string name = argument.names.substr(begin);
        const std::size_t distance = edit_distance(word.substr(0, word.find('=')), name);
        if (distance >= nearest_distance) continue;
        nearest_distance = distance;
        nearest = name;
    }
    return nearest;
}

std::string about_unexpected(const std::string& word, const std::vector<ArgumentHelp>& arguments) {
    if (word.size() < 2 || word[0] != '-') return "unexpected argument " + text::quoted(word);
    const std::string nearest = nearest_option(word, arguments);
    return "unknown option " + text::quoted(word) +
           (nearest.empty() || !word.starts_with("--")
                ? "; put -- before arguments that begin with a dash"
                : "; did you mean " + nearest + "?");
}

}  // namespace

struct Arguments::Parser {
    explicit Parser(const Verb& verb) : verb_name(verb.name) {
        app.set_help_flag("-h,--help");
        app.allow_extras();
    }

    /// With `value_name` empty a word by its place.
    CLI::Option* add(const ArgumentHelp& argument,
                     std::function<void(const std::string& text)> take) {
        CLI::Option* const option = app.add_option(argument.names, CLI::callback_t(ignore_words));
        option->required(argument.required);
        takers.push_back({option, argument.required, std::move(take)});
        arguments.push_back(argument);
        return option;
    }

    void add_flag(const std::string& names,
                  const std::string& help,
                  std::function<void(const std::string& text)> take) {
        takers.push_back({app.add_flag(names), false, std::move(take)});
        arguments.push_back({names, "", help, false});
    }

    [[noreturn]] void refuse(const std::string& text) const {
        throw Failure(ExitCode::wrong_arguments,
                      text + " (dbdb help " + verb_name + " tells more)");
    }

    void read(std::span<const std::string> words) {
        std::vector<std::string> reversed = with_empty_values(words);
        std::reverse(reversed.begin(), reversed.end());
        try {
            app.parse(std::move(reversed));
        } catch (const CLI::CallForHelp&) {
            arguments.push_back({"-h,--help", "", "Show this help", false});
            throw HelpWanted{arguments};
        } catch (const CLI::RequiredError&) {
            // `give` says which one, once it is known that nothing else is wrong.
        } catch (const CLI::ArgumentMismatch&) {
            refuse("an option lacks its value, or is given twice");
        } catch (const CLI::ParseError&) {
            refuse("the arguments cannot be understood");
        }
    }

    /// A second `--` is a word like any other, but the first is among what was left over too.
    void refuse_extras() const {
        if (app.remaining_size() == 0) return;
        const std::vector<std::string> left = app.remaining();
        const auto word = std::find_if(left.begin(), left.end(), [](auto& w) { return w != "--"; });
        refuse(about_unexpected(word == left.end() ? "--" : *word, arguments));
    }

    void give(const Taker& taker) const {
        const std::vector<std::string>& results = taker.option->results();
        for (const std::string& result : results)
            taker.take(result);
        if (!results.empty()) return;
        if (taker.required) refuse(taker.option->get_name() + " is missing");
    }

    static bool ignore_words(const CLI::results_t&) { return true; }

    CLI::App app;
    std::string verb_name;
    std::vector<Taker> takers;
    std::vector<ArgumentHelp> arguments;
};

Arguments::Arguments(const Verb& verb) : parser_(std::make_unique<Parser>(verb)) {
    parser_->add(
        {"--log", "PATH", "Add what happens to PATH as JSON lines; - is standard error", false},
        open_log);
}

Arguments::~Arguments() = default;

void Arguments::required(const std::string& name, std::string& target, const std::string& help) {
    parser_->add({name, "", help, true}, [&target](const std::string& text) { target = text; });
}

void Arguments::optional(const std::string& name, std::string& target, const std::string& help) {
    parser_->add({name, "", help, false}, [&target](const std::string& text) { target = text; });
}

void Arguments::optional(const std::string& name,
                         std::optional<std::string>& target,
                         const std::string& help) {
    parser_->add({name, "", help, false}, [&target](const std::string& text) { target = text; });
}

void Arguments::option(const std::string& names,
                       const std::string& value_name,
                       std::optional<std::string>& target,
                       const std::string& help) {
    parser_->add({names, value_name, help, false},
                 [&target](const std::string& text) { target = text; });
}

void Arguments::number(const std::string& names,
                       const std::string& value_name,
                       std::optional<std::uint64_t>& target,
                       const std::string& help) {
    parser_->add({names, value_name, help, false},
                 [&target, names](const std::string& text) { target = parse_number(names, text); });
}

void Arguments::list(const std::string& names,
                     const std::string& value_name,
                     std::vector<std::string>& target,
                     const std::string& help) {
    CLI::Option* const option =
        parser_->add({names, value_name, help, false},
                     [&target](const std::string& text) { target.push_back(text); });
    option->expected(1, CLI::detail::expected_max_vector_size)->allow_extra_args(false);
}

void Arguments::flag(const std::string& names, bool& target, const std::string& help) {
    parser_->add_flag(names, help, [&target](const std::string&) { target = true; });
}

void Arguments::spelling(text::Spelling& target) {
    const auto add = [this, &target](const char* name, text::Spelling spelling, const char* help) {
        parser_->add_flag(name, help, [&target, spelling, this](const std::string&) {
            if (target != text::Spelling::raw && target != spelling)
                parser_->refuse("--hex and --base64 exclude each other");
            target = spelling;
        });
    };
    add("--hex", text::Spelling::hex, "Keys and values are hexadecimal digits, typed and shown");
    add("--base64", text::Spelling::base64, "Keys and values are Base64, typed and shown");
}

void Arguments::pager(Output& output) {
    output.allow_pager();
    parser_->add_flag("--no-pager",
                      "Do not show long output page by page on a terminal",
                      [&output](const std::string&) { output.forbid_pager(); });
}

void Arguments::parse(std::span<const std::string> words) {
    parser_->read(words);
    parser_->refuse_extras();
    for (const Taker& taker : parser_->takers)
        parser_->give(taker);
}

}  // namespace dbdb::tool
