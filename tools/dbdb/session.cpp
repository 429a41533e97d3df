#include "session.hpp"

#include <utility>

#include "open.hpp"

namespace dbdb::tool {

namespace {

Session* present = nullptr;

}  // namespace

Session::Session(std::string file)
    : path(std::move(file)), database(open_to_write(path, Missing::make)) {
    present = this;
}

Session::~Session() { present = nullptr; }

Session* present_session() { return present; }

}  // namespace dbdb::tool
