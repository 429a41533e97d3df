/// The value that a verb stores: a word, or what a file or a pipe gives.
#pragma once

#include <optional>
#include <string>

#include "dbdb/keyspace.hpp"

#include "arguments.hpp"
#include "input.hpp"

namespace dbdb::tool {

class ValueArgument {
public:
    /// Names the word VALUE and the option `--from-file`.
    void add_to(Arguments& arguments);

    /// To be called when the arguments are parsed, before the database is opened. Reads at most
    /// 1 MiB, so that who types or sends slowly keeps no writer waiting. Throws Failure.
    void open(const Verb& verb, text::Spelling spelling);

    /// The whole value, in memory.
    std::string take_all();

    /// Sets `key`; what is not read yet goes through little memory.
    void set(Keyspace& keyspace, std::string_view key, const EntryOptions& options = {});

private:
    std::optional<std::string> word_{};
    std::optional<std::string> path_{};
    std::optional<Input> input_{};  ///< While it has more to give.
    std::string value_{};           ///< What was read.
};

}  // namespace dbdb::tool
