#include "value_argument.hpp"

#include "dbdb/value_stream.hpp"

#include "failure.hpp"
#include "output.hpp"
#include "verb.hpp"

namespace dbdb::tool {

namespace {

constexpr std::size_t first_bytes_max = std::size_t{1} << 20;
constexpr std::size_t piece_bytes = std::size_t{256} << 10;

}  // namespace

void ValueArgument::add_to(Arguments& arguments) {
    arguments.option("VALUE", "", word_, "The value; - reads it from standard input");
    arguments.option("--from-file", "PATH", path_, "Take the value from a file");
}

void ValueArgument::open(const Verb& verb, text::Spelling spelling) {
    if (word_.has_value() == path_.has_value()) {
        throw Failure(
            ExitCode::wrong_arguments,
            std::string(word_ ? "VALUE and --from-file exclude each other" : "VALUE is missing") +
                " (dbdb help " + std::string(verb.name) + " tells more)");
    }
    if (word_ && *word_ != "-") {
        value_ = decode_argument("VALUE", *word_, spelling);
        return;
    }
    input_.emplace(path_.value_or("-"));
    if (input_->is_terminal()) write_error("reading the value; end it with Ctrl-D\n");
    value_.resize(first_bytes_max);
    std::size_t filled = 0;
    while (filled < value_.size()) {
        const std::size_t count = input_->read(std::span(value_).subspan(filled));
        filled += count;
        if (count > 0) continue;
        input_.reset();
        break;
    }
    value_.resize(filled);
}

std::string ValueArgument::take_all() {
    if (input_) value_ += input_->read_all();
    input_.reset();
    return std::move(value_);
}

void ValueArgument::set(Keyspace& keyspace, std::string_view key, const EntryOptions& options) {
    if (!input_) return keyspace.set(key, value_, options);
    ValueWriter writer = keyspace.value_writer(key, std::nullopt, options);
    writer.write(value_);
    std::string piece(piece_bytes, '\0');
    while (const std::size_t count = input_->read(piece))
        writer.write(std::string_view(piece).substr(0, count));
    writer.finish();
}

}  // namespace dbdb::tool
