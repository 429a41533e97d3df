/// What may come of opening and using a file, whatever is in it.
#pragma once

#include <string>

#include "sample.hpp"

namespace dbdb::test {

/// Uses the damaged copy of the sample in every way: every read, both ways of a scan, every older
/// commit, keyspaces and bookmarks, history, the full check, a write and a second opening. Gives
/// what came of it that must not: empty when everything read is what one of the sample's commits
/// says, or an error says that the file is damaged.
std::string fault_of_damaged(const std::shared_ptr<File>& file, const Sample& sample);

/// The same for a file that lies under right checksums: what it says must agree with itself unless
/// a check finds it damaged, and every walk must end.
std::string fault_of_forged(const std::shared_ptr<File>& file);

}  // namespace dbdb::test
