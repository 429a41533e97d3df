/// Completion of the command line, for the scripts of shells in `completion/`.
#pragma once

#include <span>
#include <string>
#include <vector>

namespace dbdb::tool {

struct Verb;

struct Candidate {
    std::string word{};
    std::string help{};
};

struct Candidates {
    bool files = false;  ///< The shell is to complete the name of a file.
    std::vector<Candidate> words{};
};

/// What may stand in the place of the last of `words`, which is empty or only begun. The words are
/// those behind the program's name. Keys, keyspaces and bookmarks are read from the database that
/// the words name; what cannot be read has no candidates.
Candidates complete(std::span<const std::string> words);

/// The same for the words behind `verb`.
Candidates complete_words(const Verb& verb, std::span<const std::string> words);

/// As the scripts read it: the line `files` or `words`, then a line for each word, parted from its
/// help by a tab.
std::string text_of(const Candidates& candidates);

}  // namespace dbdb::tool
