#include "typed/value_reader.hpp"

#include <bit>
#include <cmath>

#include "dbdb/error.hpp"

#include "typed/utf8.hpp"
#include "typed/value_format.hpp"
#include "typed/varint.hpp"

namespace dbdb {
namespace {

using typed::Tag;

/// Takes one value off the front of its bytes. Accepts one form of each value only, and reserves
/// nothing: memory grows with what has been read.
class ValueReader {
public:
    explicit ValueReader(std::string_view bytes) : all_(bytes), left_(bytes) {}

    Value whole() {
        if (!left_.starts_with(typed::value_mark)) refuse("they do not begin with its mark");
        take(typed::value_mark.size());
        Value value = next();
        if (!left_.empty()) refuse("something follows its end");
        return value;
    }

private:
    [[noreturn]] void refuse(const char* reason) const {
        throw typed::DamagedValue(std::string(reason) + ", at byte " +
                                  std::to_string(all_.size() - left_.size()));
    }

    std::string_view take(std::uint64_t count) {
        if (count > left_.size()) refuse("they end early");
        const std::string_view taken = left_.substr(0, count);
        left_.remove_prefix(count);
        return taken;
    }

    std::uint64_t take_number() {
        const auto number = typed::take_varint(left_);
        if (!number) refuse("a number that is not in its shortest form");
        return *number;
    }

    Value next() {
        if (depth_ > Value::depth_max) refuse("lists and maps are nested too deep");
        switch (static_cast<Tag>(take(1).front())) {
            case Tag::null:
                return nullptr;
            case Tag::no:
                return false;
            case Tag::yes:
                return true;
            case Tag::positive:
                return take_number();
            case Tag::negative:
                return negative();
            case Tag::number:
                return number();
            case Tag::text:
                return text();
            case Tag::bytes:
                return Value::Bytes{std::string(take(take_number()))};
            case Tag::list:
                return list();
            case Tag::map:
                return map();
        }
        refuse("a tag that there is not");
    }

    Value negative() {
        const std::uint64_t number = take_number();
        if (number >> 63 != 0) refuse("an integer of over 64 bits");
        return static_cast<std::int64_t>(~number);
    }

    Value number() {
        std::uint64_t bits = 0;
        unsigned shift = 0;
        for (const char byte : take(sizeof(bits))) {
            bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(byte)) << shift;
            shift += 8;
        }
        Value value(std::bit_cast<double>(bits));
        if (std::bit_cast<std::uint64_t>(value.as<double>()) != bits) refuse("another kind of NaN");
        return value;
    }

    std::string text() {
        const std::string_view bytes = take(take_number());
        if (!typed::is_utf8(bytes)) refuse("text that is not UTF-8");
        return std::string(bytes);
    }

    Value list() {
        Value::List list;
        ++depth_;
        for (std::uint64_t left = take_number(); left > 0; --left)
            list.push_back(next());
        --depth_;
        return list;
    }

    Value map() {
        Value::Map map;
        ++depth_;
        for (std::uint64_t left = take_number(); left > 0; --left) {
            std::string key = text();
            if (!map.empty() && map.rbegin()->first >= key) refuse("keys of a map out of order");
            map.emplace_hint(map.end(), std::move(key), next());
        }
        --depth_;
        return map;
    }

    std::string_view all_;
    std::string_view left_;
    std::size_t depth_ = 0;
};

}  // namespace

bool Value::is_encoded(std::string_view bytes) noexcept {
    return bytes.starts_with(typed::value_mark);
}

Value typed::read_value(std::string_view bytes) { return ValueReader(bytes).whole(); }

Value Value::decode(std::string_view bytes, std::string_view place) {
    try {
        return typed::read_value(bytes);
    } catch (const typed::DamagedValue& reason) {
        throw Error(Errc::corrupt, std::string(place) + ": " + reason.what());
    }
}

}  // namespace dbdb
