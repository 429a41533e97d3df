#include "dbdb/typed_archive.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

#include "typed/varint.hpp"

namespace dbdb {

TypedOutput::TypedOutput(std::string& target)
    : cereal::OutputArchive<TypedOutput, cereal::AllowEmptyClassElision>(this), target_(target) {}

void TypedOutput::append(const void* source, std::size_t bytes) {
    target_.append(static_cast<const char*>(source), bytes);
}

void TypedOutput::append_number(std::uint64_t bits, std::size_t bytes) {
    for (std::size_t index = 0; index < bytes; ++index)
        target_ += static_cast<char>(bits >> (8 * index) & 0xff);
}

void TypedOutput::append_size(std::uint64_t count) {
    typed::append_varint(target_, count);
    bytes_wanted_ = std::max(bytes_wanted_, target_.size() + count);
}

void TypedOutput::enter() {
    if (++depth_ > typed_depth_max)
        throw Error(Errc::invalid, "value of a typed map: objects are nested too deep");
}

void TypedOutput::finish() const {
    if (target_.size() < bytes_wanted_)
        throw Error(Errc::invalid, "value of a typed map: a sequence of elements without content");
}

TypedInput::TypedInput(std::string_view source)
    : cereal::InputArchive<TypedInput, cereal::AllowEmptyClassElision>(this), left_(source) {}

std::string_view TypedInput::take(std::uint64_t bytes) {
    if (bytes > left_.size()) throw cereal::Exception("it ends early");
    const std::string_view taken = left_.substr(0, bytes);
    left_.remove_prefix(bytes);
    return taken;
}

std::uint64_t TypedInput::take_number(std::size_t bytes) {
    std::uint64_t bits = 0;
    const std::string_view source = take(bytes);
    for (std::size_t index = 0; index < bytes; ++index)
        bits |= static_cast<std::uint64_t>(static_cast<unsigned char>(source[index]))
                << (8 * index);
    return bits;
}

std::uint64_t TypedInput::take_size() {
    const auto count = typed::take_varint(left_);
    if (!count) throw cereal::Exception("a size that is not in its shortest form");
    if (*count > left_.size()) throw cereal::Exception("a size beyond its end");
    return *count;
}

bool TypedInput::take_bool() {
    const std::uint64_t byte = take_number(1);
    if (byte > 1) throw cereal::Exception("a bool that is neither 0 nor 1");
    return byte != 0;
}

void TypedInput::enter() {
    if (++depth_ > typed_depth_max) throw cereal::Exception("objects are nested too deep");
}

}  // namespace dbdb
