/// Markup in which what comes from a database is only ever text.
#pragma once

#include <cstdint>
#include <string>
#include <string_view>

namespace dbdb::tool::report {

/// Any bytes as text for an element or an attribute in quotation marks: what cannot be shown is
/// escaped as on a terminal, and nothing in it is taken for markup.
std::string html_text(std::string_view bytes);

/// The same of a long text, cut where it is too long to be read.
std::string html_summary(std::string_view bytes);

/// `part` of 100, such as "12.5%", for coordinates.
std::string percent(double part);

/// A cell of a table with a size for people, which tells the exact one besides.
std::string bytes_cell(std::uint64_t bytes);

/// A cell with a number.
std::string number_cell(std::uint64_t number);

/// `<g>` around `marks`, with what is to be read when it is pointed at. `hint` is text.
std::string hinted(std::string_view hint, const std::string& marks);

struct Box {
    double x = 0;  ///< All in hundredths of the drawing.
    double y = 0;
    double width = 0;
    double height = 0;
};

/// `<rect>` of a class; `more` are further attributes.
std::string rect(std::string_view css_class, const Box& box, const std::string& more = "");

}  // namespace dbdb::tool::report
