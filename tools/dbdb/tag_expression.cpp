#include "tag_expression.hpp"

#include <string>

#include "failure.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

/// Filters within filters are walked by functions that call themselves.
constexpr unsigned parts_max = 1'000;

struct Token {
    enum class Kind { end, open, close, tag, word };

    Kind kind = Kind::end;
    std::string text{};
    std::size_t place = 0;  ///< Where it begins, counted from 1.

    bool is(std::string_view word) const { return kind == Kind::word && text == word; }
};

class Parser {
public:
    explicit Parser(std::string_view text) : text_(text) { next(); }

    Filter parse() {
        Filter filter = parse_expression();
        if (token_.kind != Token::Kind::end) throw_expected("'and', 'or' or the end");
        return filter;
    }

private:
    Filter parse_expression() {
        Filter filter = parse_product();
        while (take("or"))
            filter = filter || parse_product();
        return filter;
    }

    Filter parse_product() {
        Filter filter = parse_factor();
        while (take("and"))
            filter = filter && parse_factor();
        return filter;
    }

    Filter parse_factor() {
        if (++parts_ > parts_max) throw_wrong("is longer than " + std::to_string(parts_max));
        if (take("not")) return !parse_factor();
        if (token_.kind == Token::Kind::open) {
            next();
            Filter filter = parse_expression();
            if (token_.kind != Token::Kind::close) throw_expected("')'");
            next();
            return filter;
        }
        const bool is_tag = token_.kind == Token::Kind::tag ||
                            (token_.kind == Token::Kind::word && !is_of_grammar(token_));
        if (!is_tag) throw_expected("a tag, 'not' or '('");
        Filter filter = Filter::tag(token_.text);
        next();
        return filter;
    }

    static bool is_of_grammar(const Token& token) {
        return token.is("and") || token.is("or") || token.is("not");
    }

    bool take(std::string_view word) {
        if (!token_.is(word)) return false;
        next();
        return true;
    }

    void next() {
        while (at_ < text_.size() && is_space(text_[at_]))
            ++at_;
        token_ = {Token::Kind::end, {}, at_ + 1};
        if (at_ == text_.size()) return;
        if (text_[at_] == '"') return take_quoted();
        if (text_[at_] == '(' || text_[at_] == ')') {
            token_.kind = text_[at_++] == '(' ? Token::Kind::open : Token::Kind::close;
            return;
        }
        token_.kind = Token::Kind::word;
        while (at_ < text_.size() && !is_space(text_[at_]) && text_[at_] != '(' &&
               text_[at_] != ')')
            token_.text += text_[at_++];
    }

    void take_quoted() {
        token_.kind = Token::Kind::tag;
        for (++at_; at_ < text_.size(); ++at_) {
            if (text_[at_] == '"') return void(++at_);
            if (text_[at_] == '\\' && at_ + 1 < text_.size()) ++at_;
            token_.text += text_[at_];
        }
        throw_wrong("has a quote that is not closed");
    }

    static bool is_space(char letter) { return letter == ' ' || letter == '\t' || letter == '\n'; }

    [[noreturn]] void throw_expected(const std::string& what) const {
        throw_wrong("needs " + what + " at character " + std::to_string(token_.place));
    }

    [[noreturn]] void throw_wrong(const std::string& how) const {
        throw Failure(ExitCode::wrong_arguments, "--where " + how + ": " + text::quoted(text_));
    }

    std::string_view text_;
    std::size_t at_ = 0;
    unsigned parts_ = 0;
    Token token_{};
};

}  // namespace

Filter tag_filter(std::string_view text) { return Parser(text).parse(); }

}  // namespace dbdb::tool
