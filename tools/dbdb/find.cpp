#include "dbdb/query.hpp"

#include "arguments.hpp"
#include "entry_arguments.hpp"
#include "keyspace_argument.hpp"
#include "open.hpp"
#include "record_style.hpp"
#include "reference.hpp"
#include "tag_expression.hpp"
#include "verbs.hpp"

namespace dbdb::tool {

namespace {

/// All conditions given must hold.
struct FilterArguments {
    std::vector<std::string> all{};
    std::vector<std::string> any{};
    std::vector<std::string> none{};
    std::optional<std::string> where{};
    std::optional<std::string> contains{};
    std::optional<std::string> glob{};
    std::optional<std::string> created_since{};
    std::optional<std::string> updated_since{};
    std::optional<std::string> expires_before{};
    std::optional<std::uint64_t> larger{};
    std::optional<std::uint64_t> smaller{};

    void add_to(Arguments& arguments) {
        arguments.list("--tag", "TAG", all, "Only with this tag; each that is given");
        arguments.list("--any-tag", "TAG", any, "Only with one of those given so");
        arguments.list("--no-tag", "TAG", none, "Only without this tag");
        arguments.option("--where", "TAGS", where, "Only where TAGS is true; see below");
        arguments.option("--contains", "TEXT", contains, "Only keys with TEXT in them");
        arguments.option("--glob", "PATTERN", glob, "Only keys that match, such as 'user:*:name'");
        arguments.option("--created-since", "TIME", created_since, "Only entries made since then");
        arguments.option("--updated-since", "TIME", updated_since, "Only entries set since then");
        arguments.option(
            "--expires-before", "TIME", expires_before, "Only entries that expire before");
        arguments.number("--min-bytes", "N", larger, "Only values of N bytes or more");
        arguments.number("--max-bytes", "N", smaller, "Only values of N bytes or less");
    }

    Filter filter() const {
        Filter filter = Filter::all_of(all) && Filter::none_of(none);
        if (!any.empty()) filter = filter && Filter::any_of(any);
        if (where) filter = filter && tag_filter(*where);
        if (contains) filter = filter && Filter::key_contains(*contains);
        if (glob) filter = filter && Filter::key_matches(*glob);
        if (created_since)
            filter =
                filter && Filter::created({.from = parse_time("--created-since", *created_since)});
        if (updated_since)
            filter =
                filter && Filter::updated({.from = parse_time("--updated-since", *updated_since)});
        if (expires_before)
            filter =
                filter && Filter::expires({.to = parse_time("--expires-before", *expires_before)});
        if (larger) filter = filter && Filter::value_bytes(*larger);
        if (smaller) filter = filter && Filter::value_bytes(0, *smaller + 1);
        return filter;
    }
};

void add_paging_to(Arguments& arguments,
                   std::optional<std::uint64_t>& skip,
                   std::optional<std::uint64_t>& limit) {
    arguments.number("--skip", "N", skip, "Leave out the first N");
    arguments.number("--limit", "N", limit, "Show at most N; 0: all");
}

ExitCode run_find(const Call& call) {
    std::string path;
    AtArgument at;
    FilterArguments filter;
    RecordStyle style;
    KeyspaceArgument keyspace;
    std::optional<std::string> prefix;
    std::optional<std::string> after;
    std::optional<std::uint64_t> skip;
    std::optional<std::uint64_t> limit;
    bool count = false;
    Arguments arguments(call.verb);
    arguments.required("FILE", path, "The database");
    at.add_to(arguments);
    filter.add_to(arguments);
    arguments.option("--prefix", "P", prefix, "Only keys that begin with P");
    arguments.option("--after", "KEY", after, "Go on behind KEY");
    add_paging_to(arguments, skip, limit);
    arguments.flag("--count", count, "Show only how many there are");
    style.add_to(arguments);
    keyspace.add_to(arguments);
    arguments.parse(call.words);
    style.path = path;

    const Snapshot snapshot = keyspace.of(at.snapshot_of(open_to_read(path)), path);
    const auto decoded = [&](const char* what, const std::optional<std::string>& text) {
        return text ? std::optional(decode_argument(what, *text, style.spelling)) : std::nullopt;
    };
    Query query;
    query.filter = filter.filter();
    query.prefix = decoded("--prefix", prefix).value_or("");
    query.after = decoded("--after", after);
    query.skip = skip.value_or(0);
    query.limit = count ? 1 : limit.value_or(0);
    query.count_total = count;
    const QueryPage page = snapshot.find(query);
    if (count) {
        call.output.write(std::to_string(page.total) + "\n");
        return ExitCode::done;
    }
    for (const Entry& entry : page.entries)
        write_record(entry, style, call.output.writer());
    return ExitCode::done;
}

}  // namespace

constinit const Verb find_verb{
    .name = "find",
    .summary = "Find entries by tags, times, sizes and parts of keys",
    .examples =
        "dbdb find shop.db --tag fruit --tag red --no-tag sold\n"
        "dbdb find shop.db --any-tag red --any-tag green --limit 10 --after cherry\n"
        "dbdb find shop.db --where 'fruit and (red or green) and not sold'\n"
        "dbdb find shop.db --glob 'user:*:name' --keys\n"
        "dbdb find shop.db --tag fruit --expires-before 2026-01-31 --count",
    .notes =
        "Entries of which all that is asked for is true, in the order of keys, as scan shows them. "
        "TAGS is made of tags, and, or, not and parentheses; not binds more tightly than and, and "
        "that more than or. A tag with spaces or parentheses, or that is one of these words, "
        "stands "
        "in double quotes.",
    .exit_codes = "3 there is no such keyspace or commit",
    .run = run_find,
};

}  // namespace dbdb::tool
