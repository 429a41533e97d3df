#include <bit>

#include "dbdb/error.hpp"
#include "dbdb/value.hpp"

#include "typed/utf8.hpp"
#include "typed/value_format.hpp"
#include "typed/varint.hpp"

namespace dbdb {
namespace {

using typed::append_varint;
using typed::Tag;

class Writer {
public:
    void write(const Value& value) {
        if (depth_ > Value::depth_max)
            throw Error(Errc::invalid, "value: lists and maps are nested too deep");
        std::visit([&](const auto& data) { write(data); }, value.data());
    }

    std::string bytes{typed::value_mark};

private:
    void write(Tag tag) { bytes += static_cast<char>(tag); }

    void write(std::monostate) { write(Tag::null); }

    void write(bool flag) { write(flag ? Tag::yes : Tag::no); }

    void write(std::int64_t number) {
        if (number >= 0) return write(static_cast<std::uint64_t>(number));
        write(Tag::negative);
        append_varint(bytes, ~static_cast<std::uint64_t>(number));
    }

    void write(std::uint64_t number) {
        write(Tag::positive);
        append_varint(bytes, number);
    }

    void write(double number) {
        write(Tag::number);
        const auto bits = std::bit_cast<std::uint64_t>(number);
        for (unsigned shift = 0; shift < 64; shift += 8)
            bytes += static_cast<char>(bits >> shift & 0xff);
    }

    void write_text(const std::string& text) {
        if (!typed::is_utf8(text))
            throw Error(Errc::invalid, "value: text that is not UTF-8; store it as bytes");
        write_bytes(text);
    }

    void write_bytes(const std::string& data) {
        append_varint(bytes, data.size());
        bytes += data;
    }

    void write(const std::string& text) {
        write(Tag::text);
        write_text(text);
    }

    void write(const Value::Bytes& data) {
        write(Tag::bytes);
        write_bytes(data.bytes);
    }

    void write(const Value::List& list) {
        write(Tag::list);
        append_varint(bytes, list.size());
        ++depth_;
        for (const Value& value : list)
            write(value);
        --depth_;
    }

    void write(const Value::Map& map) {
        write(Tag::map);
        append_varint(bytes, map.size());
        ++depth_;
        for (const auto& [key, value] : map) {
            write_text(key);
            write(value);
        }
        --depth_;
    }

    std::size_t depth_ = 0;
};

}  // namespace

std::string Value::encode() const {
    Writer writer;
    writer.write(*this);
    return std::move(writer.bytes);
}

}  // namespace dbdb
