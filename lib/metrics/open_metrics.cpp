/// Source: OpenMetrics 1.0, https://github.com/OpenObservability/OpenMetrics.
#include <charconv>

#include "dbdb/statistics.hpp"

namespace dbdb {

namespace {

/// Label values have backslash, quotation mark and newline escaped.
std::string escaped(std::string_view text) {
    std::string result;
    for (const char character : text) {
        if (character == '\\' || character == '"') result += '\\';
        if (character == '\n') {
            result += "\\n";
        } else {
            result += character;
        }
    }
    return result;
}

std::string number(double value) {
    char digits[32];
    const auto end = std::to_chars(digits, digits + sizeof digits, value).ptr;
    return {digits, end};
}

constexpr double nanoseconds_per_second = 1e9;

std::string seconds(double nanoseconds) { return number(nanoseconds / nanoseconds_per_second); }

class Text {
public:
    explicit Text(std::string_view database) : labels_("database=\"" + escaped(database) + "\"") {}

    /// Begins a family. Its unit is the end of its name, where that is one.
    void family(std::string_view name, std::string_view type, std::string_view help) {
        name_ = "dbdb_" + std::string(name);
        text_ += "# TYPE " + name_ + " " + std::string(type) + "\n";
        for (const std::string_view unit : {"bytes", "seconds", "ratio"})
            if (name.ends_with(unit)) text_ += "# UNIT " + name_ + " " + std::string(unit) + "\n";
        text_ += "# HELP " + name_ + " " + std::string(help) + "\n";
    }

    void sample(std::string_view suffix, std::string_view more_labels, std::string_view value) {
        text_ += name_ + std::string(suffix) + "{" + labels_;
        if (!more_labels.empty()) text_ += "," + std::string(more_labels);
        text_ += "} " + std::string(value) + "\n";
    }

    void gauge(std::string_view name, std::uint64_t value, std::string_view help) {
        family(name, "gauge", help);
        sample("", "", std::to_string(value));
    }

    void counter(std::string_view name, std::uint64_t value, std::string_view help) {
        family(name, "counter", help);
        sample("_total", "", std::to_string(value));
    }

    /// The samples of a summary; `shown` gives a value in the family's unit.
    template <typename Shown>
    void distribution(const std::string& labels, const Distribution& values, const Shown& shown) {
        const auto quantile = [&](const char* part, std::uint64_t value) {
            const std::string label = "quantile=\"" + std::string(part) + "\"";
            sample("",
                   labels.empty() ? label : labels + "," + label,
                   shown(static_cast<double>(value)));
        };
        if (values.count != 0) {
            quantile("0.5", values.p50);
            quantile("0.95", values.p95);
            quantile("0.99", values.p99);
        }
        sample("_count", labels, std::to_string(values.count));
        sample("_sum", labels, shown(values.mean * static_cast<double>(values.count)));
    }

    std::string take() { return std::move(text_ += "# EOF\n"); }

private:
    std::string labels_;
    std::string name_;
    std::string text_;
};

void add_file(const Statistics& statistics, Text& text) {
    text.family("file", "info", "The file and its format.");
    text.sample("_info",
                "database_id=\"" + statistics.database_id + "\",format_version=\"" +
                    std::to_string(statistics.format_version) + "\"",
                "1");
    text.gauge("commit", statistics.commit, "The newest commit.");
    text.gauge("entries", statistics.entries, "Entries in the default keyspace.");
    text.gauge("tree_height", statistics.height, "Branches on the longest way to a leaf.");
    text.gauge("file_bytes", statistics.file_bytes, "Length of the file.");
    text.gauge("used_bytes", statistics.used_bytes, "Bytes up to where the next record goes.");
    text.gauge("live_bytes", statistics.live_bytes, "Bytes that the newest commit needs.");
    text.gauge("garbage_bytes",
               statistics.garbage_bytes,
               "Bytes that only older commits need, or nobody.");
}

void add_leaves(const LeafStatistics& leaves, Text& text) {
    text.gauge("leaves", leaves.count, "Leaves of the default keyspace, or an estimate.");
    text.family("leaf_fill_ratio", "gauge", "How full its leaves are on average.");
    text.sample("", "", number(leaves.mean_fill));
}

void add_process(const Statistics& statistics, Text& text) {
    text.gauge("open_snapshots", statistics.open_snapshots, "Snapshots that are open.");
    text.gauge("mapped_bytes", statistics.mapped_bytes, "Address space that is read through.");
    text.family("uptime_seconds", "gauge", "How long this process has had the file open.");
    text.sample("", "", number(statistics.uptime.count()));
    text.counter("commits", statistics.commits, "Commits of this process.");
    text.counter("written_bytes", statistics.written_bytes, "Bytes written for them.");
    text.gauge("unsynced_bytes", statistics.unsynced_bytes, "Of them no sync covers so many yet.");
    text.counter("swept_entries", statistics.swept_entries, "Expired entries removed by them.");
    text.family("commits_per_sync", "summary", "Commits that share a sync.");
    text.distribution("", statistics.commits_per_sync, number);
}

std::string label_of(std::size_t operation) {
    const auto name = operation_name(static_cast<Operation>(operation));
    return "operation=\"" + std::string(name) + "\"";
}

void add_operations(const Statistics& statistics, Text& text) {
    text.family("operations", "counter", "Calls in this process.");
    for (std::size_t index = 0; index < operation_count; ++index)
        text.sample("_total", label_of(index), std::to_string(statistics.operations[index].calls));
    text.family("operation_duration_seconds", "summary", "How long the timed ones of them took.");
    for (std::size_t index = 0; index < operation_count; ++index)
        text.distribution(label_of(index), statistics.operations[index].nanoseconds, seconds);
}

}  // namespace

std::string open_metrics(const Statistics& statistics, std::string_view database) {
    Text text(database);
    add_file(statistics, text);
    if (statistics.leaves) add_leaves(*statistics.leaves, text);
    add_process(statistics, text);
    add_operations(statistics, text);
    return text.take();
}

}  // namespace dbdb
