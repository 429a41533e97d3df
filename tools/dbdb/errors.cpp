#include "errors.hpp"

#include <algorithm>
#include <array>
#include <cerrno>

namespace dbdb::tool {

namespace {

/// Reasons of the system that tell about the name or the rights, not about the disk.
bool is_about_access(int system_errno) {
    constexpr std::array reasons{EACCES,
                                 EPERM,
                                 ENOENT,
                                 ENOTDIR,
                                 EISDIR,
                                 ELOOP,
                                 ENAMETOOLONG,
                                 EROFS,
                                 EMFILE,
                                 ENFILE,
                                 ENXIO,
                                 ENODEV,
                                 ETXTBSY};
    return std::ranges::find(reasons, system_errno) != reasons.end();
}

/// The same for each function of the library, whatever it was doing.
ExitCode exit_code_of(const Error& error) {
    switch (error.errc()) {
        case Errc::corrupt:
            return ExitCode::damage;
        case Errc::io:
            return ExitCode::input_output;
        case Errc::too_large:
        case Errc::invalid:
            return ExitCode::wrong_arguments;
        case Errc::not_found:
            return ExitCode::not_found;
        case Errc::locked:
        case Errc::read_only:
        case Errc::closed:
        case Errc::unsupported:
        case Errc::not_a_database:
        case Errc::newer_format:
            break;
    }
    return ExitCode::cannot_open;
}

/// What the user can do; empty where nothing general is known.
std::string advice(const Error& error) {
    switch (error.errc()) {
        case Errc::corrupt:
            return "; dbdb verify lists what is damaged, dbdb salvage saves the rest";
        case Errc::locked:
            return "; try again when the other writer is done";
        default:
            return error.system_reason() == ENOSPC ? "; nothing of this was committed" : "";
    }
}

/// The library's text names the file first; where it does not, so do we.
std::string named(const std::string& path, const std::string& text) {
    return text.starts_with(path) ? text : path + ": " + text;
}

}  // namespace

Failure opening_failure(const std::string& path, const Error& error) {
    if (error.errc() == Errc::not_found || error.system_reason() == ENOENT)
        return {ExitCode::cannot_open, path + ": there is no such file"};
    const bool access = is_about_access(error.system_reason());
    return {access ? ExitCode::cannot_open : exit_code_of(error),
            named(path, error.what()) + advice(error)};
}

Failure working_failure(const Error& error) {
    return {exit_code_of(error), error.what() + advice(error)};
}

}  // namespace dbdb::tool
