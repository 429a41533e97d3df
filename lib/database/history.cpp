#include "database/history.hpp"

#include "transaction/record.hpp"

namespace dbdb::database {

std::vector<CommitInfo> history(const transaction::Version& newest, std::size_t limit) {
    std::vector<CommitInfo> commits;
    transaction::Version version = newest;
    while (!version.link.is_none() && commits.size() < limit) {
        commits.push_back(transaction::describe(version));
        version = transaction::read_version(*version.source, version.previous);
    }
    return commits;
}

}  // namespace dbdb::database
