#include "dbdb/error.hpp"

namespace dbdb {

namespace {

class Category final : public std::error_category {
public:
    const char* name() const noexcept override { return "dbdb"; }

    std::string message(int code) const override {
        switch (static_cast<Errc>(code)) {
            case Errc::corrupt:
                return "database is corrupt";
            case Errc::io:
                return "input or output failed";
            case Errc::locked:
                return "database is locked by another writer";
            case Errc::read_only:
                return "database is read-only";
            case Errc::too_large:
                return "too large";
            case Errc::closed:
                return "handle is closed";
            case Errc::unsupported:
                return "not supported";
            case Errc::not_a_database:
                return "not a dbdb database";
            case Errc::newer_format:
                return "written in a newer file format";
            case Errc::not_found:
                return "not found";
            case Errc::invalid:
                return "invalid argument";
        }
        return "unknown error " + std::to_string(code);
    }
};

std::string with_system_reason(const std::string& text, int system_errno) {
    return text + " (" + std::generic_category().message(system_errno) + ")";
}

}  // namespace

const std::error_category& error_category() noexcept {
    static const Category category;
    return category;
}

std::error_code make_error_code(Errc code) noexcept {
    return {static_cast<int>(code), error_category()};
}

Error::Error(Errc code, const std::string& text) : std::system_error(make_error_code(code), text) {}

Error::Error(Errc code, const std::string& text, int system_errno)
    : std::system_error(make_error_code(code), with_system_reason(text, system_errno)),
      system_errno_(system_errno) {}

}  // namespace dbdb
