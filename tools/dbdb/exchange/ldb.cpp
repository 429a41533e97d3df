#include "exchange/ldb.hpp"

#include <charconv>
#include <optional>
#include <string>

#include "text/escape.hpp"
#include "text/hex.hpp"

namespace dbdb::exchange {

namespace {

constexpr std::string_view digits_begin = "0x";
constexpr std::string_view between = " ==> ";
constexpr std::string_view last_begin = "Keys in range: ";

[[noreturn]] void refuse(const LineSource& source, const std::string& text) {
    throw InputError(source.line_number(), text);
}

std::string bytes_of(const LineSource& source, std::string_view digits) {
    std::optional<std::string> bytes;
    if (digits.starts_with(digits_begin))
        bytes = text::decode_hex(digits.substr(digits_begin.size()));
    if (bytes) return *std::move(bytes);
    refuse(source,
           "not 0x and an even number of hexadecimal digits: " + text::quoted(digits) +
               "; dump with ldb dump --hex");
}

void read_record(const LineSource& source, const TakeRecord& take) {
    const std::string_view line = source.line();
    const std::size_t middle = line.find(between);
    if (middle == std::string_view::npos)
        refuse(source, "no ' ==> ' between key and value; dump with ldb dump --hex");
    const std::string key = bytes_of(source, line.substr(0, middle));
    const std::string value = bytes_of(source, line.substr(middle + between.size()));
    take({key, value, source.line_number()});
}

void check_count(const LineSource& source, std::uint64_t records) {
    const std::string_view text = source.line().substr(last_begin.size());
    std::uint64_t told = 0;
    const auto [end, problem] = std::from_chars(text.data(), text.data() + text.size(), told);
    if (problem != std::errc() || end != text.data() + text.size())
        refuse(source, "no number behind '" + std::string(last_begin) + "'");
    if (told != records)
        refuse(source,
               std::to_string(told) + " keys are told, there were " + std::to_string(records) +
                   "; the input is damaged");
}

}  // namespace

void write_ldb_record(std::string_view key, std::string_view value, const text::Write& write) {
    write(digits_begin);
    text::encode_hex(key, write);
    write(between);
    write(digits_begin);
    text::encode_hex(value, write);
    write("\n");
}

void write_ldb_end(std::uint64_t records, const text::Write& write) {
    write(std::string(last_begin) + std::to_string(records) + "\n");
}

void read_ldb(LineSource& source, const TakeRecord& take) {
    std::uint64_t records = 0;
    while (source.next()) {
        if (!source.complete()) refuse(source, "the input ends within this line; it is truncated");
        if (source.line().starts_with(last_begin)) {
            check_count(source, records);
            if (source.next()) refuse(source, "more lines behind the number of keys");
            return;
        }
        read_record(source, take);
        ++records;
    }
    refuse(source, "no '" + std::string(last_begin) + "' at the end; the input is truncated");
}

}  // namespace dbdb::exchange
