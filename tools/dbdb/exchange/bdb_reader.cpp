#include "exchange/bdb_reader.hpp"

#include <optional>
#include <string>

#include "exchange/bdb_header.hpp"
#include "text/escape.hpp"
#include "text/hex.hpp"

namespace dbdb::exchange {

namespace {

constexpr std::string_view data_end = "DATA=END";
constexpr std::string_view section_begin = "VERSION=";

[[noreturn]] void refuse(const LineSource& source, const std::string& text) {
    throw InputError(source.line_number(), text);
}

/// Takes what follows a backslash from the front of `text`; empty when it is not known.
std::optional<std::string> take_escape(std::string_view& text) {
    const std::size_t taken_bytes = text.starts_with('\\') ? 1 : 2;
    if (text.size() < taken_bytes) return std::nullopt;
    const std::string_view sequence = text.substr(0, taken_bytes);
    text.remove_prefix(taken_bytes);
    return taken_bytes == 1 ? std::string(sequence) : text::decode_hex(sequence);
}

std::optional<std::string> decode_print(std::string_view text) {
    std::string bytes;
    for (;;) {
        const std::size_t backslash = text.find('\\');
        bytes += text.substr(0, backslash);
        if (backslash == std::string_view::npos) return bytes;
        text.remove_prefix(backslash + 1);
        const std::optional<std::string> escaped = take_escape(text);
        if (!escaped) return std::nullopt;
        bytes += *escaped;
    }
}

std::string decode_item(const LineSource& source, const BdbHeader& header) {
    const std::string_view item = source.line().substr(1);
    std::optional<std::string> bytes = header.print ? decode_print(item) : text::decode_hex(item);
    if (bytes) return *std::move(bytes);
    if (header.print)
        refuse(source,
               "a lone backslash; dump with bytevalue format instead (mdb_dump without -p)");
    refuse(source, "not an even number of hexadecimal digits");
}

/// Goes to the next line of the data, which must be there whole; false at DATA=END.
bool next_item(LineSource& source) {
    if (!source.next()) refuse(source, "no DATA=END behind this line; the input is truncated");
    if (source.line() == data_end) return false;
    if (!source.complete()) refuse(source, "the input ends within this line; it is truncated");
    if (!source.line().starts_with(' ')) refuse(source, "neither DATA=END nor a space and an item");
    return true;
}

/// Gives the records of a section up to its end.
class Section {
public:
    Section(LineSource& source, const TakeRecord& take)
        : source_(source), take_(take), header_(read_bdb_header(source)) {}

    void read() {
        while (next_item(source_))
            read_record();
    }

private:
    void read_record() {
        std::string key = decode_item(source_, header_);
        if (header_.duplicates && key == key_before_)
            refuse(source_, "a second value for the key " + text::quoted(key));
        if (!next_item(source_)) refuse(source_, "a key without a value");
        const std::string value = decode_item(source_, header_);
        take_({key, value, source_.line_number(), header_.database});
        key_before_ = std::move(key);
    }

    LineSource& source_;
    const TakeRecord& take_;
    BdbHeader header_;
    std::optional<std::string> key_before_;  ///< Equal keys of a dump are next to each other.
};

}  // namespace

void read_bdb(LineSource& source, const TakeRecord& take) {
    do {
        Section(source, take).read();
    } while (source.peek(section_begin.size()) == section_begin);
    if (source.next()) refuse(source, "more lines behind DATA=END");
}

}  // namespace dbdb::exchange
