#include "complete.hpp"

#include <algorithm>

#include "completion_kind.hpp"
#include "documentation.hpp"
#include "stored_names.hpp"
#include "verb.hpp"

namespace dbdb::tool {

namespace {

using Words = std::span<const std::string>;

Candidates verbs_beginning_with(const std::string& begun) {
    Candidates candidates;
    for (const Verb* const verb : all_verbs()) {
        if (verb->name.starts_with(begun))
            candidates.words.push_back({std::string(verb->name), std::string(verb->summary)});
    }
    return candidates;
}

/// The words behind a verb, and what the last of them stands for.
class TypedWords {
public:
    TypedWords(const Verb& verb, Words words) : verb_(verb), arguments_(arguments_of(verb)) {
        for (const std::string& word : words.first(words.size() - 1))
            take(word);
        begun_ = words.back();
        if (wanted_ == nullptr && (options_ended_ || !begun_.starts_with('-')))
            wanted_ = next_word_argument();
    }

    Candidates candidates() const {
        if (wanted_ != nullptr) return candidates_of(*wanted_);
        return begun_.starts_with('-') && !options_ended_ ? options() : Candidates{};
    }

private:
    void take(const std::string& word) {
        if (wanted_ != nullptr) {
            give(*wanted_, word);
            wanted_ = nullptr;
        } else if (!options_ended_ && word == "--") {
            options_ended_ = true;
        } else if (!options_ended_ && word.size() > 1 && word.starts_with('-')) {
            take_option(word);
        } else if (const ArgumentHelp* const argument = next_word_argument()) {
            give(*argument, word);
            ++words_taken_;
        }
    }

    void take_option(const std::string& word) {
        const std::size_t end = word.find('=');
        const ArgumentHelp* const option = option_named(word.substr(0, end));
        if (option == nullptr || option->value_name.empty()) return;
        if (end == std::string::npos) {
            wanted_ = option;
        } else {
            give(*option, word.substr(end + 1));
        }
    }

    void give(const ArgumentHelp& argument, const std::string& word) {
        if (argument.names == "FILE") place_.path = word;
        if (argument.names == "--keyspace") place_.keyspace = word;
    }

    const ArgumentHelp* next_word_argument() const {
        std::size_t index = 0;
        for (const ArgumentHelp& argument : arguments_) {
            if (!argument.is_option() && index++ == words_taken_) return &argument;
        }
        return nullptr;
    }

    const ArgumentHelp* option_named(const std::string& name) const {
        const auto names_it = [&](const ArgumentHelp& argument) {
            return ("," + argument.names + ",").find("," + name + ",") != std::string::npos;
        };
        const auto found = std::ranges::find_if(arguments_, names_it);
        return found == arguments_.end() ? nullptr : &*found;
    }

    /// Long names alone: they tell what they do.
    Candidates options() const {
        Candidates candidates;
        for (const ArgumentHelp& argument : arguments_) {
            const std::size_t begin = argument.names.find("--");
            if (begin == std::string::npos) continue;
            const std::string name = argument.names.substr(begin);
            if (name.starts_with(begun_)) candidates.words.push_back({name, argument.help});
        }
        return candidates;
    }

    Candidates candidates_of(const ArgumentHelp& argument) const {
        const Completion completion = completion_of(verb_.name, argument);
        if (completion.kind == CompletionKind::file) return {true, {}};
        Candidates candidates;
        for (const std::string& word : completion.kind == CompletionKind::words
                                           ? lines_of(completion.words)
                                           : stored_names(completion.kind, place_, begun_)) {
            if (word.starts_with(begun_) && (options_ended_ || !word.starts_with('-')))
                candidates.words.push_back({word, ""});
        }
        return candidates;
    }

    const Verb& verb_;
    std::vector<ArgumentHelp> arguments_;
    std::string begun_;
    StoredPlace place_;
    std::size_t words_taken_ = 0;
    bool options_ended_ = false;
    const ArgumentHelp* wanted_ = nullptr;  ///< An option whose value comes next.
};

}  // namespace

Candidates complete_words(const Verb& verb, Words words) {
    return TypedWords(verb, words).candidates();
}

Candidates complete(Words words) {
    if (words.empty()) return {};
    if (words.size() == 1 || (words.size() == 2 && words[0] == "help"))
        return verbs_beginning_with(words.back());
    const Verb* const verb = verb_named(words[0]);
    return verb == nullptr ? Candidates{} : complete_words(*verb, words.subspan(1));
}

std::string text_of(const Candidates& candidates) {
    std::string text = candidates.files ? "files\n" : "words\n";
    for (const Candidate& candidate : candidates.words)
        text += candidate.word + "\t" + candidate.help + "\n";
    return text;
}

}  // namespace dbdb::tool
