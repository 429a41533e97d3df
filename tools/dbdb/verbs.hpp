/// The verbs: one file each, of the same name, with what it does and what is to be read about it.
#pragma once

#include "verb.hpp"

namespace dbdb::tool {

extern const Verb get_verb;
extern const Verb set_verb;
extern const Verb add_verb;
extern const Verb append_verb;
extern const Verb delete_verb;
extern const Verb scan_verb;
extern const Verb count_verb;
extern const Verb nth_verb;
extern const Verb rank_verb;
extern const Verb load_verb;
extern const Verb dump_verb;
extern const Verb stats_verb;
extern const Verb verify_verb;
extern const Verb salvage_verb;
extern const Verb compact_verb;
extern const Verb backup_verb;
extern const Verb backups_verb;
extern const Verb restore_verb;
extern const Verb log_verb;
extern const Verb diff_verb;
extern const Verb watch_verb;
extern const Verb keyspaces_verb;
extern const Verb keyspace_verb;
extern const Verb bookmark_verb;
extern const Verb revert_verb;
extern const Verb expire_verb;
extern const Verb persist_verb;
extern const Verb ttl_verb;
extern const Verb tags_verb;
extern const Verb find_verb;
extern const Verb sweep_verb;
extern const Verb repair_indexes_verb;
extern const Verb space_verb;
extern const Verb tree_verb;
extern const Verb report_verb;
extern const Verb shell_verb;

}  // namespace dbdb::tool
