/// Where `--log` sends its lines. There is one for the run of the program.
#pragma once

#include <string>
#include <string_view>

namespace dbdb::tool {

/// From now on lines go to the end of the file `path`, or for - to standard error. Throws Failure
/// (input_output) when it cannot be opened.
void open_log(const std::string& path);

bool is_log_open() noexcept;

/// Writes a line in one piece, so that several programs may share a file. A failure is ignored: the
/// log must not stop the work.
void write_log(std::string_view line) noexcept;

}  // namespace dbdb::tool
