#include "report/page.hpp"

#include <algorithm>

#include "dbdb/version.hpp"

#include "../page/style.hpp"
#include "number_text.hpp"
#include "report/charts.hpp"
#include "report/html.hpp"
#include "report/style.hpp"
#include "size_text.hpp"
#include "survey_json.hpp"
#include "time_text.hpp"
#include "verdict.hpp"

namespace dbdb::tool::report {

namespace {

/// In a script no name may end it: `<` only stands within strings.
std::string json_of(const Surveyed& found) {
    std::string json;
    write_json(found.survey, found.gain, [&](std::string_view piece) {
        for (const char letter : piece) {
            if (letter == '<')
                json += "\\u003c";
            else
                json += letter;
        }
    });
    return json;
}

class Page {
public:
    Page(const Surveyed& found, const std::string& name)
        : found_(found), survey_(found.survey), name_(html_text(name)) {}

    std::string text() {
        add_head();
        add_verdict();
        add_space();
        add_compaction();
        if (!survey_.commits.empty()) add_history();
        if (all_entries(survey_) > 0) add_trees();
        add_keyspaces();
        add_end();
        return std::move(text_);
    }

private:
    void add(std::string_view markup) { text_ += markup; }

    void add_heading(const std::string& heading, const std::string& about) {
        add("<h2>" + heading + "</h2>\n<p class=\"quiet\">" + about + "</p>\n");
    }

    void add_head() {
        const std::string style = std::string(page::style).append(own_style);
        add("<!doctype html>\n<html lang=\"en\">\n<head>\n<meta charset=\"utf-8\">\n"
            "<meta http-equiv=\"Content-Security-Policy\" content=\"default-src 'none'; "
            "style-src 'sha256-" +
            std::string(style_sha256) + "'; script-src 'sha256-" + std::string(script_sha256) +
            "'; base-uri 'none'; form-action 'none'\">\n"
            "<meta name=\"viewport\" content=\"width=device-width, initial-scale=1\">\n"
            "<meta name=\"referrer\" content=\"no-referrer\">\n<title>" +
            name_ + "</title>\n<style>" + style + "</style>\n</head>\n<body>\n<h1>" + name_ +
            "</h1>\n");
        if (survey_.commits.empty()) return;
        const CommitInfo& newest = survey_.commits.back().info;
        add("<p class=\"quiet\">commit " + std::to_string(newest.id) + ", " +
            time_text(newest.time).substr(0, 19) + " UTC; dbdb " + std::string(library_version()) +
            "</p>\n");
    }

    void add_verdict() {
        add("<div class=\"verdict\">\n");
        for (const std::string& sentence : verdict(survey_, found_.gain, found_.recovery))
            add("<p>" + html_text(sentence) + "</p>\n");
        add("</div>\n");
    }

    void add_space() {
        add_heading("The file",
                    "From its first byte to its last, in " + grouped(survey_.buckets.size()) +
                        " parts of " + size_text(survey_.bucket_bytes) +
                        "; each column is what its part is.");
        add(space_map(survey_));
        add(kind_table(survey_));
        if (survey_.shared_bytes > 0)
            add("<p class=\"quiet\">Clones of keyspaces share " + size_text(survey_.shared_bytes) +
                ", which are counted as live for each.</p>\n");
    }

    void add_compaction() {
        add_heading("Compaction",
                    "The file as it is, and with the newest commit alone, laid out in order.");
        const std::uint64_t now = survey_.bytes.sum();
        add("<p>now, " + size_text(now) + "</p>\n" + space_bar(survey_.bytes, now));
        add("<p id=\"gain\"" + gain_data() + ">" + gain_text() + "</p>\n" +
            space_bar(compacted(), now));
    }

    std::string gain_data() const {
        if (!found_.gain) return "";
        return " data-after-bytes=\"" + std::to_string(found_.gain->after_bytes) +
               "\" data-gained-bytes=\"" + std::to_string(found_.gain->gained_bytes) + "\"";
    }

    std::string gain_text() const {
        if (found_.gain)
            return "compacted, " + size_text(found_.gain->after_bytes) + ": " +
                   size_text(found_.gain->gained_bytes) + " less";
        return "compacted, about " + size_text(compacted().sum()) +
               "; dbdb compact --dry-run tells exactly";
    }

    /// What is live; exactly as long as the new file where that is known.
    SpaceBytes compacted() const {
        SpaceBytes bytes = survey_.bytes;
        for (const SpaceKind gone :
             {SpaceKind::older_commits, SpaceKind::garbage, SpaceKind::prepared})
            bytes[gone] = 0;
        if (!found_.gain) return bytes;
        const std::uint64_t others = bytes.sum() - bytes[SpaceKind::leaf];
        bytes[SpaceKind::leaf] =
            found_.gain->after_bytes - std::min(found_.gain->after_bytes, others);
        return bytes;
    }

    void add_history() {
        add_heading("Growth",
                    "What was written, and of that in blue what each commit needed; dashed lines "
                    "are bookmarks.");
        add(growth_chart(survey_));
        const std::string some = survey_.has_all_commits
                                     ? ""
                                     : " Of all commits some are shown, each with those before.";
        add_heading("Commits", "Bytes appended, oldest first, on a logarithmic scale." + some);
        add(commit_chart(survey_));
    }

    void add_trees() {
        const KeyspaceSurvey& tree = largest_tree(survey_);
        const std::string whose =
            tree.name.empty() ? "of the default keyspace" : "of " + html_summary(tree.name);
        add("<div class=\"pair\">\n<div>\n");
        add_heading("Tree shape",
                    "Leaves " + whose + " by the branches above them; dashed: a perfect tree.");
        add(depth_chart(tree));
        add("</div>\n<div>\n");
        add_heading("Leaf fill", "Leaves of all keyspaces by how full they are.");
        add(fill_chart(survey_));
        add("</div>\n<div>\n");
        add_heading("Keys", sizes_text(survey_.key_bytes));
        add(size_chart("Keys by their bytes", survey_.key_bytes));
        add("</div>\n<div>\n");
        add_heading("Values", sizes_text(survey_.value_bytes));
        add(size_chart("Values by their bytes", survey_.value_bytes));
        add("</div>\n</div>\n");
    }

    static std::string sizes_text(const SizeHistogram& sizes) {
        const auto mean = static_cast<std::uint64_t>(sizes.mean_bytes + 0.5);
        return "By bytes, in powers of two; " + size_text(mean) + " on average, at most " +
               size_text(sizes.max_bytes) + ".";
    }

    void add_keyspaces() {
        const std::string catalog = survey_.catalog_bytes > 0 ? "; beside them the catalog has " +
                                                                    size_text(survey_.catalog_bytes)
                                                              : "";
        add_heading("Keyspaces",
                    "Bytes of their trees, with indexes and large values" + catalog + ".");
        add(keyspace_map(survey_));
        add(keyspace_table(survey_));
    }

    void add_end() {
        add("<p class=\"quiet\" id=\"tip\" role=\"status\" hidden></p>\n"
            "<script type=\"application/json\" id=\"survey\">" +
            json_of(found_) + "</script>\n<script>" + std::string(script) +
            "</script>\n</body>\n</html>\n");
    }

    const Surveyed& found_;
    const Survey& survey_;
    std::string name_;
    std::string text_{};
};

}  // namespace

std::string page(const Surveyed& found, const std::string& name) {
    return Page(found, name).text();
}

}  // namespace dbdb::tool::report
