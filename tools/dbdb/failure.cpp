#include "failure.hpp"

#include <system_error>

namespace dbdb::tool {

Failure system_failure(ExitCode exit_code, const std::string& what, int system_errno) {
    return {exit_code, what + ": " + std::generic_category().message(system_errno)};
}

}  // namespace dbdb::tool
