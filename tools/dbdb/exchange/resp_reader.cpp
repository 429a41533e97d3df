#include <algorithm>
#include <charconv>
#include <chrono>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "exchange/resp.hpp"
#include "exchange/resp_command.hpp"
#include "text/escape.hpp"

namespace dbdb::exchange {

namespace {

using std::chrono::milliseconds;
using std::chrono::seconds;

/// Commands and their options may be in either case.
std::string upper(std::string word) {
    std::ranges::transform(word, word.begin(), [](char letter) {
        return letter >= 'a' && letter <= 'z' ? static_cast<char>(letter - 'a' + 'A') : letter;
    });
    return word;
}

class Commands {
public:
    Commands(LineSource& source, const TakeRecord& take) : source_(source), take_(take) {}

    void read() {
        while (const auto words = next_resp_command(source_))
            run(*words);
        if (in_transaction_) refuse("MULTI without EXEC; the input is truncated");
        give_pending();
    }

private:
    /// A SET, held back until it is known that no PEXPIREAT follows.
    struct Pending {
        std::string key{};
        std::string value{};
        EntryOptions entry{};
        std::uint64_t line_number = 0;
    };

    void run(const std::vector<std::string>& words) {
        const std::string name = upper(words[0]);
        if (name == "SET" && (words.size() == 3 || words.size() == 5)) return set(words);
        if (name == "PEXPIREAT" && words.size() == 3) return expire(words);
        if (name == "SELECT" && words.size() == 2) return select(words[1]);
        if (name == "MULTI" && !in_transaction_) return void(in_transaction_ = true);
        if (name == "EXEC" && in_transaction_) return void(in_transaction_ = false);
        refuse("the command " + text::quoted(words[0]) + " of " + std::to_string(words.size()) +
               " words cannot be loaded; only a plain SET and its expiry can");
    }

    void set(const std::vector<std::string>& words) {
        give_pending();
        pending_ = {words[1], words[2], {}, source_.line_number()};
        if (words.size() == 5) set_expiry(upper(words[3]), words[4]);
    }

    void set_expiry(const std::string& option, const std::string& text) {
        EntryOptions& entry = pending_->entry;
        if (option == "PXAT") return void(entry.expires_at = Expiry(milliseconds(number(text))));
        if (option == "EXAT") return void(entry.expires_at = Expiry(whole_seconds(text)));
        if (option == "PX") return void(entry.ttl = milliseconds(number(text)));
        if (option == "EX") return void(entry.ttl = whole_seconds(text));
        refuse("the option " + text::quoted(option) + " of SET cannot be loaded");
    }

    /// As a rewritten append-only file has it: the expiry in a command of its own.
    void expire(const std::vector<std::string>& words) {
        if (!pending_ || pending_->key != words[1])
            refuse("PEXPIREAT does not follow the SET of its key");
        pending_->entry = {.expires_at = Expiry(milliseconds(number(words[2])))};
    }

    void select(const std::string& text) {
        give_pending();
        const std::int64_t index = number(text);
        keyspace_ = index == 0 ? "" : std::to_string(index);
    }

    std::int64_t number(const std::string& text) const {
        std::int64_t number = 0;
        const char* const last = text.data() + text.size();
        const auto [end, problem] = std::from_chars(text.data(), last, number);
        if (problem == std::errc() && end == last && number >= 0) return number;
        refuse("not a whole number from 0 on: " + text::quoted(text));
    }

    milliseconds whole_seconds(const std::string& text) const {
        const seconds span(number(text));
        if (span > std::chrono::floor<seconds>(milliseconds::max()))
            refuse("a time beyond all: " + text::quoted(text));
        return span;
    }

    void give_pending() {
        if (!pending_) return;
        const Pending& set = *pending_;
        take_({set.key, set.value, set.line_number, keyspace_, set.entry});
        pending_.reset();
    }

    [[noreturn]] void refuse(const std::string& text) const {
        throw InputError(source_.line_number(), text);
    }

    LineSource& source_;
    const TakeRecord& take_;
    std::optional<Pending> pending_;
    std::string keyspace_;
    bool in_transaction_ = false;
};

}  // namespace

void read_resp(LineSource& source, const TakeRecord& take) { Commands(source, take).read(); }

}  // namespace dbdb::exchange
