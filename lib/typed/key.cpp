#include "dbdb/key.hpp"

#include <bit>
#include <cmath>
#include <limits>

#include "dbdb/error.hpp"

namespace dbdb {
namespace {

constexpr char escaped_zero = '\xff';
constexpr char end_of_text = '\1';

template <typename Bits>
constexpr Bits sign_bit = Bits{1} << (8 * sizeof(Bits) - 1);

/// One NaN and one zero stand for all of them.
template <typename Float>
Float one_of_its_kind(Float number) {
    if (std::isnan(number)) return std::numeric_limits<Float>::quiet_NaN();
    return number == 0 ? Float{0} : number;
}

template <typename Bits, typename Float>
Bits ordered_bits(Float number) {
    const auto bits = std::bit_cast<Bits>(one_of_its_kind(number));
    return (bits & sign_bit<Bits>) != 0 ? static_cast<Bits>(~bits) : bits | sign_bit<Bits>;
}

template <typename Float, typename Bits>
Float take_ordered(std::string_view& bytes) {
    const auto ordered = static_cast<Bits>(detail::take_big_endian(bytes, sizeof(Bits)));
    const bool is_negative = (ordered & sign_bit<Bits>) == 0;
    const auto number = std::bit_cast<Float>(
        is_negative ? static_cast<Bits>(~ordered) : static_cast<Bits>(ordered ^ sign_bit<Bits>));
    if (ordered_bits<Bits>(number) != ordered) throw_damaged_key("a zero or NaN of another kind");
    return number;
}

}  // namespace

void throw_damaged_key(const char* what) { throw detail::DamagedKey(what); }

namespace detail {

void throw_corrupt_key(std::string_view place, std::string_view key, const DamagedKey& reason) {
    throw Error(Errc::corrupt,
                std::string(place) + ": " + key_text(key) +
                    " is none of this map's type: " + reason.what());
}

std::string key_text(std::string_view key) {
    constexpr std::size_t bytes_max = 64;
    constexpr std::string_view digits = "0123456789abcdef";
    std::string text = "key '";
    for (const char letter : key.substr(0, bytes_max)) {
        const auto byte = static_cast<unsigned char>(letter);
        if (letter >= ' ' && letter <= '~' && letter != '\\') {
            text += letter;
        } else {
            text += {'\\', 'x', digits[byte >> 4], digits[byte & 15]};
        }
    }
    return text + (key.size() > bytes_max ? "...'" : "'");
}

void append_big_endian(std::string& bytes, std::uint64_t number, std::size_t number_bytes) {
    for (std::size_t left = number_bytes; left > 0; --left)
        bytes += static_cast<char>(number >> (8 * (left - 1)) & 0xff);
}

std::uint64_t take_big_endian(std::string_view& bytes, std::size_t number_bytes) {
    if (bytes.size() < number_bytes) throw_damaged_key("it ends within a number");
    std::uint64_t number = 0;
    for (const char byte : bytes.substr(0, number_bytes))
        number = number << 8 | static_cast<unsigned char>(byte);
    bytes.remove_prefix(number_bytes);
    return number;
}

void append_escaped(std::string& bytes, std::string_view text) {
    for (const char byte : text) {
        bytes += byte;
        if (byte == '\0') bytes += escaped_zero;
    }
    bytes += '\0';
    bytes += end_of_text;
}

std::string take_escaped(std::string_view& bytes) {
    std::string text;
    for (;;) {
        const std::size_t zero = bytes.find('\0');
        if (zero >= bytes.size() || zero + 1 == bytes.size())
            throw_damaged_key("it ends within a string");
        const char mark = bytes[zero + 1];
        text += bytes.substr(0, zero);
        bytes.remove_prefix(zero + 2);
        if (mark == end_of_text) return text;
        if (mark != escaped_zero) throw_damaged_key("a string with a zero that is not escaped");
        text += '\0';
    }
}

void append_ordered(std::string& bytes, double number) {
    append_big_endian(bytes, ordered_bits<std::uint64_t>(number), sizeof(number));
}

void append_ordered(std::string& bytes, float number) {
    append_big_endian(bytes, ordered_bits<std::uint32_t>(number), sizeof(number));
}

double take_ordered_double(std::string_view& bytes) {
    return take_ordered<double, std::uint64_t>(bytes);
}

float take_ordered_float(std::string_view& bytes) {
    return take_ordered<float, std::uint32_t>(bytes);
}

}  // namespace detail
}  // namespace dbdb
