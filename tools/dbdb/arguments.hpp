/// What a verb takes on the command line.
///
/// A verb names its arguments and the variables they go to, then calls `parse`. Whatever bytes an
/// argument has are taken as they are.
#pragma once

#include <cstdint>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>
#include <vector>

#include "text/spelling.hpp"

namespace dbdb::tool {

class Output;
struct Verb;

/// What is to be known of one argument of a verb.
struct ArgumentHelp {
    std::string names{};       ///< Such as "FILE", "--at" or "-m,--message".
    std::string value_name{};  ///< Of an option that takes a value; else empty.
    std::string help{};
    bool required = false;

    bool is_option() const { return names.starts_with('-'); }
};

/// Thrown by `Arguments::parse` when help was asked for.
struct HelpWanted {
    std::vector<ArgumentHelp> arguments{};  ///< Words in their order, options in theirs.
};

class Arguments {
public:
    explicit Arguments(const Verb& verb);
    ~Arguments();

    /// A word that must be there. Words fill the variables in the order of these calls.
    void required(const std::string& name, std::string& target, const std::string& help);

    /// A word that may be there; only behind all that must.
    void optional(const std::string& name, std::string& target, const std::string& help);
    void optional(const std::string& name,
                  std::optional<std::string>& target,
                  const std::string& help);

    /// An option with a text, such as `--prefix P`. `names` is as in "-m,--message".
    void option(const std::string& names,
                const std::string& value_name,
                std::optional<std::string>& target,
                const std::string& help);

    /// An option with a whole number from 0 on.
    void number(const std::string& names,
                const std::string& value_name,
                std::optional<std::uint64_t>& target,
                const std::string& help);

    /// An option with a text that may be given more than once.
    void list(const std::string& names,
              const std::string& value_name,
              std::vector<std::string>& target,
              const std::string& help);

    void flag(const std::string& names, bool& target, const std::string& help);

    /// The flags `--hex` and `--base64`.
    void spelling(text::Spelling& target);

    /// The flag `--no-pager`, for verbs whose output may be long; without it a pager is allowed.
    void pager(Output& output);

    /// Fills the variables. Throws Failure (wrong_arguments) and HelpWanted.
    void parse(std::span<const std::string> words);

    Arguments(const Arguments&) = delete;
    Arguments& operator=(const Arguments&) = delete;

private:
    struct Parser;
    std::unique_ptr<Parser> parser_;
};

/// `text` as a whole number. Throws Failure (wrong_arguments) that names `what`.
std::uint64_t parse_number(const std::string& what, std::string_view text);

/// The bytes that the argument `what` spells. Throws Failure (wrong_arguments).
std::string decode_argument(const std::string& what,
                            std::string_view text,
                            text::Spelling spelling);

}  // namespace dbdb::tool
