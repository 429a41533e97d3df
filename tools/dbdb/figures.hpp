/// A table of named figures: lines of `name: figure`, or one JSON object.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

#include "output.hpp"
#include "text/write.hpp"

namespace dbdb::tool {

class Figures {
public:
    /// Names are words with spaces; in JSON they get underscores. A number whose name ends with
    /// "bytes" is a size, rounded where a person reads.
    void number(std::string_view name, std::uint64_t figure);
    void text(std::string_view name, std::string_view text);
    void boolean(std::string_view name, bool value);

    void write(bool json, Output& output) const;

    /// The JSON object, without a newline.
    void write_json(const text::Write& write) const;

private:
    struct Row {
        std::string name{};
        std::string shown{};
        std::string for_people{};
        bool quoted = false;  ///< Whether JSON needs quotation marks around it.
    };

    std::vector<Row> rows_;
};

}  // namespace dbdb::tool
