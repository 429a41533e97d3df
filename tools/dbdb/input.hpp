/// Reading a file or standard input.
#pragma once

#include <cstddef>
#include <cstdint>
#include <optional>
#include <span>
#include <string>

namespace dbdb::tool {

/// An open input. Failures are a Failure (input_output) that names it.
class Input {
public:
    /// From now on nobody but the caller may read standard input.
    static void reserve_standard_input() noexcept;

    /// Opens the file at `path`; standard input when it is `-`. Throws Failure (cannot_open).
    explicit Input(const std::string& path);
    ~Input();

    /// Fills part of `target`; gives how many bytes, 0 at the end.
    std::size_t read(std::span<char> target);

    /// All that is left, in memory.
    std::string read_all();

    /// The length of a regular file; empty for anything else, such as a pipe.
    std::optional<std::uint64_t> total_bytes() const;

    /// Whether a person is typing.
    bool is_terminal() const;

    /// For messages.
    const std::string& name() const noexcept { return name_; }

    Input(const Input&) = delete;
    Input& operator=(const Input&) = delete;

private:
    std::string name_;
    int descriptor_;
};

}  // namespace dbdb::tool
