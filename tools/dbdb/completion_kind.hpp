/// By what an argument is completed.
#pragma once

#include <string_view>

#include "arguments.hpp"

namespace dbdb::tool {

enum class CompletionKind { nothing, file, key, commit, keyspace, bookmark, words };

struct Completion {
    CompletionKind kind = CompletionKind::nothing;
    std::string_view words{};  ///< Each a line; of kind `words` alone.
};

/// Told by the argument's name or that of its value: an argument that is called as those of other
/// verbs are needs nothing here.
Completion completion_of(std::string_view verb, const ArgumentHelp& argument);

}  // namespace dbdb::tool
