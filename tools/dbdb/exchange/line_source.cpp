#include "exchange/line_source.hpp"

#include <algorithm>
#include <cstring>
#include <utility>

namespace dbdb::exchange {

namespace {

constexpr std::size_t buffer_bytes_min = 64 * 1024;

}  // namespace

LineSource::LineSource(ReadBytes read) : read_(std::move(read)), buffer_(buffer_bytes_min) {}

std::string_view LineSource::peek(std::size_t bytes) {
    while (last_ - first_ < bytes && fill()) {
    }
    return {buffer_.data() + first_, std::min(bytes, last_ - first_)};
}

bool LineSource::next() {
    std::size_t searched = 0;
    do {
        const char* const unsearched = buffer_.data() + first_ + searched;
        const void* const newline = std::memchr(unsearched, '\n', last_ - first_ - searched);
        searched = last_ - first_;
        if (newline == nullptr) continue;
        const char* const begin = buffer_.data() + first_;
        take(static_cast<std::size_t>(static_cast<const char*>(newline) - begin), true);
        return true;
    } while (fill());
    if (searched == 0) return false;
    take(searched, false);
    return true;
}

/// The buffer grows with what there is, not with what was asked for: a wrong length costs nothing.
bool LineSource::next_bytes(std::size_t bytes) {
    if (complete_) ++line_number_;
    if (peek(bytes).size() < bytes) return false;
    line_ = {buffer_.data() + first_, bytes};
    first_ += bytes;
    bytes_taken_ += bytes;
    line_number_ += static_cast<std::uint64_t>(std::ranges::count(line_, '\n'));
    complete_ = false;
    return true;
}

/// Reads more behind what is there; false at the end of the input.
bool LineSource::fill() {
    make_room();
    const std::size_t count = read_(std::span(buffer_).subspan(last_));
    last_ += count;
    return count != 0;
}

/// Moves what is not yet taken to the front; grows the buffer when it is full even so.
void LineSource::make_room() {
    if (first_ != 0) {
        std::memmove(buffer_.data(), buffer_.data() + first_, last_ - first_);
        last_ -= std::exchange(first_, 0);
    }
    if (last_ == buffer_.size()) buffer_.resize(2 * buffer_.size());
}

void LineSource::take(std::size_t line_bytes, bool complete) {
    line_ = {buffer_.data() + first_, line_bytes};
    const std::size_t taken_bytes = line_bytes + (complete ? 1 : 0);
    first_ += taken_bytes;
    bytes_taken_ += taken_bytes;
    if (complete_) ++line_number_;
    complete_ = complete;
}

}  // namespace dbdb::exchange
