/// The page that `dbdb report` writes: whole in itself, with nothing from the network.
#pragma once

#include <string>

#include "survey_arguments.hpp"

namespace dbdb::tool::report {

/// HTML. `name` is what the file is called.
std::string page(const Surveyed& found, const std::string& name);

}  // namespace dbdb::tool::report
