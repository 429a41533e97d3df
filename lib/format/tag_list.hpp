/// The tags of an entry as its payload has them: each a byte of length and its bytes, in ascending
/// order, none twice.
///
/// Byte layout: lib/FORMAT.md, "Payload".
#pragma once

#include <cstddef>
#include <cstdint>
#include <iterator>
#include <span>
#include <string>
#include <string_view>

namespace dbdb::format {

/// A list read in place; only of bytes that `is_tag_list` accepts.
class TagList {
public:
    class Iterator {
    public:
        using value_type = std::string_view;
        using difference_type = std::ptrdiff_t;
        using iterator_category = std::input_iterator_tag;
        using reference = std::string_view;
        using pointer = void;

        Iterator() = default;

        explicit Iterator(const char* place) : place_(place) {}

        std::string_view operator*() const { return {place_ + 1, length()}; }

        Iterator& operator++() {
            place_ += 1 + length();
            return *this;
        }

        Iterator operator++(int) {
            const Iterator before = *this;
            ++*this;
            return before;
        }

        friend bool operator==(const Iterator&, const Iterator&) = default;

    private:
        std::size_t length() const { return static_cast<unsigned char>(*place_); }

        const char* place_ = nullptr;
    };

    TagList() = default;

    explicit TagList(std::string_view bytes) : bytes_(bytes) {}

    Iterator begin() const { return Iterator(bytes_.data()); }

    Iterator end() const { return Iterator(bytes_.data() + bytes_.size()); }

    bool empty() const { return bytes_.empty(); }

    std::string_view bytes() const { return bytes_; }

    friend bool operator==(const TagList&, const TagList&) = default;

private:
    std::string_view bytes_;
};

/// Whether these are the bytes of a list of one or more tags.
bool is_tag_list(std::string_view bytes);

/// The list of `tags`, each 1 to `tag_bytes_max` bytes, in any order, some perhaps twice.
std::string tag_list_of(std::span<const std::string_view> tags);

}  // namespace dbdb::format
