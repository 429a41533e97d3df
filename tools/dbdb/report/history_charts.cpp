#include <algorithm>
#include <array>
#include <cstdio>

#include "number_text.hpp"
#include "report/charts.hpp"
#include "report/html.hpp"
#include "size_text.hpp"
#include "time_text.hpp"

namespace dbdb::tool::report {

namespace {

constexpr std::size_t columns_max = 120;
constexpr std::size_t bookmarks_max = 100;

std::string two_numbers(double x, double y) {
    std::array<char, 64> text{};
    std::snprintf(text.data(), text.size(), "%.3f,%.3f ", x, y);
    return text.data();
}

/// An area from the empty file on; `height_of` tells each commit's height in hundredths.
template <typename Height>
std::string area(const char* css_class, const Survey& survey, const Height& height_of) {
    std::string points = two_numbers(0, 100);
    const double step = 100 / static_cast<double>(survey.commits.size());
    double x = 0;
    for (const CommitSurvey& commit : survey.commits)
        points += two_numbers(x += step, 100 - height_of(commit));
    return "<polygon class=\"" + std::string(css_class) + "\" points=\"" + points +
           two_numbers(100, 100) + "\"/>\n";
}

/// Where the commit, or the first one named behind it, stands.
std::optional<double> place_of(const Survey& survey, CommitId id) {
    const auto found = std::ranges::lower_bound(
        survey.commits, id, {}, [](const CommitSurvey& commit) { return commit.info.id; });
    if (found == survey.commits.end()) return std::nullopt;
    const auto index = static_cast<double>(found - survey.commits.begin() + 1);
    return 100 * index / static_cast<double>(survey.commits.size());
}

std::string bookmark_lines(const Survey& survey) {
    std::string marks;
    for (std::size_t index = 0; index < std::min(survey.bookmarks.size(), bookmarks_max); ++index) {
        const BookmarkInfo& bookmark = survey.bookmarks[index];
        const auto x = place_of(survey, bookmark.commit);
        if (!x) continue;
        const std::string at = percent(*x);
        marks += hinted(
            "bookmark " + html_summary(bookmark.name) + ", commit " +
                std::to_string(bookmark.commit),
            "<line class=\"bookmark\" x1=\"" + at + "\" x2=\"" + at + "\" y1=\"0\" y2=\"100%\"/>");
    }
    return marks;
}

std::string bookmark_list(const Survey& survey) {
    if (survey.bookmarks.empty()) return "";
    std::string list = "<p>Bookmarks:";
    for (std::size_t index = 0; index < std::min(survey.bookmarks.size(), bookmarks_max); ++index)
        list += std::string(index == 0 ? " " : ", ") + "<b class=\"name\">" +
                html_summary(survey.bookmarks[index].name) + "</b> (commit " +
                std::to_string(survey.bookmarks[index].commit) + ")";
    const std::size_t count = survey.bookmarks.size();
    if (count > bookmarks_max) list += " and " + grouped(count - bookmarks_max) + " more";
    return list + "</p>\n";
}

std::string ends(const Survey& survey) {
    const CommitInfo& first = survey.commits.front().info;
    const CommitInfo& last = survey.commits.back().info;
    const auto seconds = [](const CommitInfo& info) { return time_text(info.time).substr(0, 19); };
    return "<p class=\"ends quiet\"><span>commit " + std::to_string(first.id) + ", " +
           seconds(first) + "</span><span>commit " + std::to_string(last.id) + ", " +
           seconds(last) + "</span></p>\n";
}

std::string hint_of(const CommitSurvey& commit) {
    const std::string message =
        commit.info.message.empty() ? "" : ": " + html_summary(commit.info.message);
    const std::string more =
        commit.commits > 1 ? " and " + grouped(commit.commits - 1) + " before it" : "";
    return "commit " + std::to_string(commit.info.id) + more + ", " + time_text(commit.info.time) +
           ", " + size_text(commit.appended_bytes) + " appended" + message;
}

/// No more than can be told apart: commits side by side become one.
std::vector<CommitSurvey> joined(const std::vector<CommitSurvey>& commits) {
    std::vector<CommitSurvey> some;
    const std::size_t count = std::min(commits.size(), columns_max);
    for (std::size_t index = 0; index < commits.size(); ++index) {
        const bool is_first =
            index == 0 || index * count / commits.size() != (index - 1) * count / commits.size();
        CommitSurvey commit = commits[index];
        if (!is_first) {
            commit.commits += some.back().commits;
            commit.appended_bytes += some.back().appended_bytes;
            some.pop_back();
        }
        some.push_back(std::move(commit));
    }
    return some;
}

}  // namespace

std::string growth_chart(const Survey& survey) {
    const auto whole =
        static_cast<double>(std::max<std::uint64_t>(survey.statistics.used_bytes, 1));
    const auto height = [whole](std::uint64_t bytes) {
        return std::min(100 * static_cast<double>(bytes) / whole, 100.0);
    };
    const std::string used = area("kind-garbage", survey, [&](const CommitSurvey& commit) {
        return height(commit.used_bytes);
    });
    const std::string live = area("kind-leaf", survey, [&](const CommitSurvey& commit) {
        return std::min(height(commit.info.live_bytes), height(commit.used_bytes));
    });
    return "<svg class=\"growth\" role=\"img\" aria-label=\"Bytes written and live bytes from "
           "commit "
           "to commit\">\n<svg width=\"100%\" height=\"100%\" viewBox=\"0 0 100 100\" "
           "preserveAspectRatio=\"none\">\n" +
           used + live + "</svg>\n" + bookmark_lines(survey) + "</svg>\n" + ends(survey) +
           bookmark_list(survey);
}

std::string commit_chart(const Survey& survey) {
    std::vector<Column> columns;
    for (const CommitSurvey& commit : joined(survey.commits))
        columns.push_back(
            {std::to_string(commit.info.id), commit.appended_bytes, std::nullopt, hint_of(commit)});
    return column_chart("Bytes appended by each commit", columns, Scale::logarithmic);
}

}  // namespace dbdb::tool::report
