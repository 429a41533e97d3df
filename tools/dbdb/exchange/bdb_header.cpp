#include "exchange/bdb_header.hpp"

#include <string>
#include <string_view>

#include "exchange/record.hpp"
#include "text/escape.hpp"

namespace dbdb::exchange {

namespace {

struct Setting {
    std::string_view keyword{};
    std::string_view value{};
};

[[noreturn]] void refuse(const LineSource& source, const std::string& text) {
    throw InputError(source.line_number(), text);
}

Setting next_setting(LineSource& source) {
    if (!source.next() || !source.complete())
        refuse(source, "the input ends within the header; it is truncated");
    const std::string_view line = source.line();
    const std::size_t equals = line.find('=');
    if (equals == std::string_view::npos)
        refuse(source, "not a line of a dump's header: " + text::quoted(line));
    return {line.substr(0, equals), line.substr(equals + 1)};
}

void check_version(LineSource& source) {
    const auto [keyword, value] = next_setting(source);
    if (keyword != "VERSION") refuse(source, "a dump begins with VERSION=");
    if (value != "1" && value != "2" && value != "3")
        refuse(source, "dump version " + text::quoted(value) + " is not known; 3 is the newest");
}

bool is_print(const LineSource& source, std::string_view value) {
    if (value != "print" && value != "bytevalue")
        refuse(source, "format " + text::quoted(value) + " is neither bytevalue nor print");
    return value == "print";
}

void check_type(const LineSource& source, std::string_view value) {
    if (value == "recno" || value == "queue")
        refuse(source, "a dump of type " + std::string(value) + " has no keys to load");
    if (value != "btree" && value != "hash")
        refuse(source, "type " + text::quoted(value) + " is neither btree nor hash");
}

void apply(const LineSource& source, const Setting& setting, BdbHeader& header) {
    const auto [keyword, value] = setting;
    if (keyword == "format") header.print = is_print(source, value);
    if (keyword == "type") check_type(source, value);
    if (keyword == "database" || keyword == "subdatabase") header.database = value;
    if (keyword == "duplicates" || keyword == "dupsort") header.duplicates |= value == "1";
}

}  // namespace

BdbHeader read_bdb_header(LineSource& source) {
    check_version(source);
    BdbHeader header;
    for (;;) {
        const Setting setting = next_setting(source);
        if (setting.keyword == "HEADER" && setting.value == "END") return header;
        apply(source, setting, header);
    }
}

}  // namespace dbdb::exchange
