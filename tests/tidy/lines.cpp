#include "lines.hpp"

#include <algorithm>

namespace dbdb::test {
namespace {

void skip_blanks(std::string_view& line) {
    line.remove_prefix(std::min(line.find_first_not_of(" \t"), line.size()));
}

}  // namespace

bool skip(std::string_view& line, std::string_view word) {
    skip_blanks(line);
    if (!line.starts_with(word)) return false;
    line.remove_prefix(word.size());
    skip_blanks(line);
    return true;
}

Faults faults_by_line(const Source& source,
                      const std::function<std::string(std::string_view line)>& judge) {
    Faults faults;
    std::string_view rest = source.text;
    for (std::size_t number = 1; !rest.empty(); ++number) {
        const std::size_t end = std::min(rest.find('\n'), rest.size());
        const std::string fault = judge(rest.substr(0, end));
        if (!fault.empty()) {
            faults.push_back(source.path + ":" + std::to_string(number) + ": " + fault);
        }
        rest.remove_prefix(std::min(end + 1, rest.size()));
    }
    return faults;
}

}  // namespace dbdb::test
