/// What each verb does; one file each, of the same name.
#pragma once

#include "verb.hpp"

namespace dbdb::tool {

ExitCode run_add(const Call& call);
ExitCode run_append(const Call& call);
ExitCode run_get(const Call& call);
ExitCode run_set(const Call& call);
ExitCode run_delete(const Call& call);
ExitCode run_scan(const Call& call);
ExitCode run_count(const Call& call);
ExitCode run_nth(const Call& call);
ExitCode run_rank(const Call& call);
ExitCode run_load(const Call& call);
ExitCode run_dump(const Call& call);
ExitCode run_stats(const Call& call);
ExitCode run_verify(const Call& call);
ExitCode run_salvage(const Call& call);
ExitCode run_compact(const Call& call);
ExitCode run_backup(const Call& call);
ExitCode run_restore(const Call& call);
ExitCode run_log(const Call& call);
ExitCode run_diff(const Call& call);
ExitCode run_watch(const Call& call);
ExitCode run_keyspaces(const Call& call);
ExitCode run_keyspace(const Call& call);
ExitCode run_bookmark(const Call& call);
ExitCode run_revert(const Call& call);

}  // namespace dbdb::tool
