#include "verbs.hpp"

#include <algorithm>
#include <array>

#include "edit_distance.hpp"

namespace dbdb::tool {

namespace {

constexpr std::string_view get_notes =
    "The value is written byte for byte; a newline follows only on a terminal.\n"
    "Exit code 3 when the key is not there.\n\n"
    "Examples:\n"
    "  dbdb get people.db ann\n"
    "  dbdb get photos.db cat.jpg > cat.jpg\n"
    "  dbdb get photos.db cat.jpg --to-file cat.jpg\n"
    "  dbdb get people.db --hex 00ff\n"
    "  dbdb get people.db ann --at HEAD~3\n"
    "  dbdb get people.db ann --at @2026-01-31T12:00:00Z\n"
    "  dbdb get people.db -- -key-with-a-dash";

constexpr std::string_view set_notes =
    "Makes the file when there is none. Each set is a commit.\n"
    "VALUE - takes the bytes of standard input as they are; they and those of --from-file may be\n"
    "more than fit into memory. Exit code 4, and nothing changed, when the condition does not "
    "hold.\n\n"
    "Examples:\n"
    "  dbdb set people.db ann 'Ann Lee'\n"
    "  dbdb set people.db ann 'Ann May' --if-value 'Ann Lee'\n"
    "  dbdb set people.db leader ann --if-absent\n"
    "  dbdb set photos.db cat.jpg --from-file cat.jpg\n"
    "  dbdb set photos.db cat.jpg - < cat.jpg\n"
    "  dbdb set people.db --message 'first entry' ann 'Ann Lee'\n"
    "  dbdb set balance.db -- ann -5";

constexpr std::string_view add_notes =
    "Writes the sum. A counter is a whole number of 64 bits in decimal digits; a missing one is "
    "0.\n"
    "Exit code 1, and nothing changed, when the value is no such number or the sum would not "
    "be.\n\n"
    "Examples:\n"
    "  dbdb add shop.db visits\n"
    "  dbdb add shop.db stock -- -3";

constexpr std::string_view append_notes =
    "A missing value is empty. Each append is a commit, and writes the whole value anew.\n\n"
    "Examples:\n"
    "  dbdb append notes.db today 'one more line'\n"
    "  date | dbdb append notes.db log -";

constexpr std::string_view delete_notes =
    "Each delete is a commit. Exit code 3 when the key is not there, 4 when the condition does "
    "not\n"
    "hold.\n\n"
    "Examples:\n"
    "  dbdb delete people.db ann\n"
    "  dbdb delete people.db ann --if-value 'Ann Lee'\n"
    "  dbdb delete people.db --hex 00ff";

constexpr std::string_view scan_notes =
    "A line is the key, a tab and the value. Backslash, tab, newline, carriage return and NUL\n"
    "are written \\\\ \\t \\n \\r \\0, other control characters and bytes that are not UTF-8 "
    "\\xHH.\n"
    "Of a range the start is part, the end is not. --skip and --limit count in the order shown.\n\n"
    "Examples:\n"
    "  dbdb scan people.db --prefix user: --limit 10\n"
    "  dbdb scan people.db --from a --to c --keys\n"
    "  dbdb scan people.db --reverse --skip 20 --limit 10 --json";

constexpr std::string_view count_notes =
    "Examples:\n"
    "  dbdb count people.db\n"
    "  dbdb count people.db --prefix user:\n"
    "  dbdb count people.db --from a --to c";

constexpr std::string_view nth_notes =
    "N counts from 0 in the order of keys. Exit code 3 when there are no more than N.\n\n"
    "Examples:\n"
    "  dbdb nth people.db 0\n"
    "  dbdb nth people.db 1000 --json";

constexpr std::string_view rank_notes =
    "The number of smaller keys: what nth takes to find KEY, or where KEY would stand.\n\n"
    "Examples:\n"
    "  dbdb rank people.db ann";

constexpr std::string_view load_notes =
    "Makes the file when there is none. The format is told by the first bytes: JSON Lines, or\n"
    "the text dump of Berkeley DB and LMDB; tsv must be named. Of a key given twice the last\n"
    "value stands. Everything is one commit, or one for each --batch records. Exit code 8 when\n"
    "the input is wrong or cut off: then nothing of the present commit is kept.\n\n"
    "Examples:\n"
    "  dbdb load people.db people.jsonl\n"
    "  mdb_dump -n old.lmdb | dbdb load people.db\n"
    "  cut -f1,2 table.txt | dbdb load people.db --format tsv";

constexpr std::string_view dump_notes =
    "Formats:\n"
    "  jsonl  one JSON object on each line; bytes that are not UTF-8 in key_base64, value_base64\n"
    "  bdb    the text dump of Berkeley DB, for db_load and mdb_load\n"
    "  lmdb   the same with a map size, for mdb_load; refused for keys that LMDB cannot hold\n"
    "  tsv    key, tab, value, escaped as scan does\n\n"
    "Examples:\n"
    "  dbdb dump people.db > people.jsonl\n"
    "  dbdb dump people.db --format lmdb | mdb_load -n new.lmdb\n"
    "  dbdb dump people.db --format tsv | sort -k2";

constexpr std::string_view stats_notes =
    "With --leaves also how full the leaves of the tree are: exactly when it has no more than N.\n"
    "--prometheus suits a text file collector: write to a temporary name, then rename. What it\n"
    "counts for a process is that of this run.\n\n"
    "Examples:\n"
    "  dbdb stats people.db\n"
    "  dbdb stats people.db --json\n"
    "  dbdb stats people.db --prometheus --leaves 1000";

constexpr std::string_view verify_notes =
    "Reads every record of every commit and tells which keys a damaged one hides: from a key on,\n"
    "up to another that is no longer part of them. Exit code 6 when damage is found.\n\n"
    "Examples:\n"
    "  dbdb verify people.db && cp people.db /backup";

constexpr std::string_view salvage_notes =
    "Writes every entry that can be read of the newest commit that can be found to OUT, a new "
    "file,\nand tells which keys and commits are lost. FILE is not changed. With --older, keys "
    "that "
    "are\nlost are taken from the newest commit before that has them all, in a commit of their "
    "own.\nExit code 6 when anything is lost.\n\n"
    "Examples:\n"
    "  dbdb salvage broken.db rescued.db\n"
    "  dbdb salvage broken.db rescued.db --older --json";
constexpr std::string_view compact_notes =
    "Writes what is kept to a new file, in order, and puts it in the place of the old one. "
    "Readers\n"
    "and writers may go on meanwhile. Older commits than those kept are gone; the newest always "
    "is\n"
    "kept, and so are those with bookmarks. Keyspaces come along.\n\n"
    "Examples:\n"
    "  dbdb compact people.db --dry-run\n"
    "  dbdb compact people.db\n"
    "  dbdb compact people.db --keep since:-7d\n"
    "  dbdb compact people.db --keep 100 --limit 50000000";

constexpr std::string_view backup_notes =
    "Copies the newest commit, with all before it, while others read and write. TARGET is whole "
    "or\n"
    "as it was, whatever happens. Where it is such a copy, only what is new is appended. TARGET -\n"
    "writes to standard output, for dbdb restore - FILE.\n\n"
    "Examples:\n"
    "  dbdb backup people.db /backup/people.db\n"
    "  dbdb backup people.db - | ssh elsewhere dbdb restore - people.db";

constexpr std::string_view restore_notes =
    "Checks all of BACKUP, then puts a copy of it in the place of FILE; whoever has that open "
    "goes\n"
    "over to it. What was committed after the backup is gone, but with --merge, which sets the\n"
    "entries of the backup in the present file, in one commit. BACKUP - reads standard input.\n"
    "Exit code 8, and nothing changed, when the backup is damaged or cut off.\n\n"
    "Examples:\n"
    "  dbdb restore /backup/people.db people.db\n"
    "  dbdb restore /backup/people.db people.db --merge";

constexpr std::string_view log_notes =
    "Commits, newest first: number, time, entries, bytes appended, message.\n\n"
    "Examples:\n"
    "  dbdb log people.db\n"
    "  dbdb log people.db --limit 5 --json\n"
    "  dbdb log people.db --since @-1d\n"
    "  dbdb log people.db --since HEAD~3";

constexpr std::string_view diff_notes =
    "A line is + for a key that was added, - for one that was removed, ~ for one with another\n"
    "value; the key; the value before and the one after, as far as there are such, parted by tabs\n"
    "and escaped as scan does. Before that comes [NAME] where the keyspace has a name. What both\n"
    "commits share is skipped unread.\n\n"
    "Examples:\n"
    "  dbdb diff people.db HEAD~1\n"
    "  dbdb diff people.db 17 42 --prefix user: --stat\n"
    "  dbdb diff people.db @-1h --json\n"
    "  dbdb diff people.db HEAD~1 --exit-code --keys || echo changed";

constexpr std::string_view watch_notes =
    "Shows each change of each commit once, of whatever process: the commit's number, then as "
    "diff\n"
    "does. Ends by a signal, behind the commit that is being shown; a second one ends it at once.\n"
    "To go on later, give --from the number shown last.\n\n"
    "Examples:\n"
    "  dbdb watch people.db\n"
    "  dbdb watch people.db --from 17 --json\n"
    "  dbdb watch people.db --from 0 --once";

constexpr std::string_view keyspaces_notes =
    "The named keyspaces, one on each line, in order.\n\n"
    "Examples:\n"
    "  dbdb keyspaces shop.db\n"
    "  dbdb keyspaces shop.db --json";

constexpr std::string_view keyspace_notes =
    "Each is a commit. set and load make keyspaces by themselves. A clone shares everything until\n"
    "one of the two changes. Exit code 3 when there is no NAME.\n\n"
    "Examples:\n"
    "  dbdb keyspace shop.db clone carts carts-of-may\n"
    "  dbdb keyspace shop.db rename carts baskets\n"
    "  dbdb keyspace shop.db drop baskets";

constexpr std::string_view bookmark_notes =
    "Names a commit, or moves the name to it. Without NAME lists names and commits.\n\n"
    "Examples:\n"
    "  dbdb bookmark shop.db before-import\n"
    "  dbdb bookmark shop.db before-import 17\n"
    "  dbdb bookmark shop.db\n"
    "  dbdb bookmark shop.db before-import --delete";

constexpr std::string_view revert_notes =
    "A new commit that holds what COMMIT held, in all keyspaces; bookmarks stay as they are.\n"
    "Exit code 3 when there is no such commit.\n\n"
    "Examples:\n"
    "  dbdb revert shop.db 17\n"
    "  dbdb revert shop.db before-import";

constexpr std::array verbs{
    Verb{"get", "Write the value of a key", get_notes, true, run_get},
    Verb{"set", "Give a key a value", set_notes, true, run_set},
    Verb{"add", "Add to a counter", add_notes, false, run_add},
    Verb{"append", "Put bytes behind a value", append_notes, false, run_append},
    Verb{"delete", "Remove a key", delete_notes, true, run_delete},
    Verb{"scan", "List keys and values in order", scan_notes, false, run_scan},
    Verb{"count", "Count keys", count_notes, false, run_count},
    Verb{"nth", "Show the entry at a place in the order", nth_notes, false, run_nth},
    Verb{"rank", "Tell the place of a key in the order", rank_notes, false, run_rank},
    Verb{"load", "Read records from a dump", load_notes, false, run_load},
    Verb{"dump", "Write all records as text", dump_notes, false, run_dump},
    Verb{"stats", "Show figures of the file", stats_notes, false, run_stats},
    Verb{"verify", "Check the whole file for damage", verify_notes, false, run_verify},
    Verb{"salvage", "Write what can be read of a damaged file", salvage_notes, false, run_salvage},
    Verb{"compact", "Make the file as small as it can be", compact_notes, false, run_compact},
    Verb{"backup", "Copy a database while others write", backup_notes, false, run_backup},
    Verb{"restore", "Put a backup in the place of a database", restore_notes, false, run_restore},
    Verb{"log", "List commits, newest first", log_notes, false, run_log},
    Verb{"diff", "Show what differs between two commits", diff_notes, false, run_diff},
    Verb{"watch", "Show changes as they are committed", watch_notes, false, run_watch},
    Verb{"keyspaces", "List the named keyspaces", keyspaces_notes, false, run_keyspaces},
    Verb{"keyspace", "Make, drop, clear, rename or clone one", keyspace_notes, false, run_keyspace},
    Verb{"bookmark", "Name a commit, or list the names", bookmark_notes, false, run_bookmark},
    Verb{"revert", "Go back to an earlier commit", revert_notes, false, run_revert},
};

}  // namespace

std::span<const Verb> all_verbs() { return verbs; }

const Verb* find_verb(std::string_view name) {
    for (const Verb& verb : verbs)
        if (verb.name == name) return &verb;
    return nullptr;
}

const Verb* nearest_verb(std::string_view name) {
    const auto distance = [name](const Verb& verb) { return edit_distance(name, verb.name); };
    const Verb& nearest = *std::ranges::min_element(verbs, {}, distance);
    const std::size_t distance_max = std::max<std::size_t>(1, nearest.name.size() / 3);
    return distance(nearest) <= distance_max ? &nearest : nullptr;
}

}  // namespace dbdb::tool
