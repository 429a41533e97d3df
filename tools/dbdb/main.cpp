#include <string>
#include <vector>

#include "process.hpp"
#include "run.hpp"

int main(int argument_count, char** arguments) {
    dbdb::tool::prepare_process();
    const std::vector<std::string> words(arguments + (argument_count > 0 ? 1 : 0),
                                         arguments + argument_count);
    return static_cast<int>(dbdb::tool::run(words));
}
