/// A text that grows by formatted pieces.
#pragma once

#include <fmt/format.h>
#include <iterator>
#include <string>
#include <utility>

namespace dbdb::bench {

/// What writes a report derives from it.
class FormattedText {
protected:
    template <typename... Values>
    void add(fmt::format_string<Values...> format, Values&&... values) {
        fmt::format_to(std::back_inserter(text_), format, std::forward<Values>(values)...);
    }

    std::string take_text() { return std::move(text_); }

private:
    std::string text_{};
};

}  // namespace dbdb::bench
