#include "keyspace/key_stream.hpp"

#include <algorithm>

#include "keyspace/index_key.hpp"
#include "tree/search.hpp"

namespace dbdb::keyspace {

using tree::Source;

namespace {

/// So many entries are stepped over before a search from the root is cheaper.
constexpr unsigned steps_max = 8;

}  // namespace

PrefixCursor::PrefixCursor(const Source& source, const format::Root& root, std::string prefix)
    : source_(source), root_(root), prefix_(std::move(prefix)), target_(prefix_) {}

std::optional<std::string_view> PrefixCursor::present() const {
    if (rank_ >= root_.count || cursor_.index >= cursor_.count) return std::nullopt;
    const std::string_view key = tree::entry_at(cursor_).key;
    if (!key.starts_with(prefix_)) return std::nullopt;
    return key.substr(prefix_.size());
}

/// False at the end of the tree.
bool PrefixCursor::step() {
    if (++rank_ >= root_.count) return false;
    tree::step_forward(source_, cursor_);
    return true;
}

std::optional<std::string_view> PrefixCursor::seek(std::string_view key) {
    if (root_.is_empty()) return std::nullopt;
    if (has_begun_) {
        for (unsigned steps = 0; steps < steps_max; ++steps) {
            const auto found = present();
            if (!found || *found >= key) return found;
            if (!step()) return std::nullopt;
        }
    }
    has_begun_ = true;
    target_.resize(prefix_.size());
    target_.append(key);
    rank_ = tree::seek(source_, root_, target_, cursor_);
    return present();
}

KeyStream::KeyStream(const Source& source,
                     const format::KeyspaceRecord& record,
                     const FilterNode& filter)
    : source_(source), record_(record), filter_(filter) {
    if (filter.kind == FilterKind::tag) {
        keys_.emplace(source, record.tags, tag_index_prefix(filter.text));
        return;
    }
    for (const auto& part : filter.parts) {
        KeyStream stream(source, record, *part);
        const bool is_leapt = filter.kind == FilterKind::any ||
                              (filter.kind == FilterKind::all && stream.is_narrow());
        (is_leapt ? leapt_ : tested_).push_back(std::move(stream));
    }
    if (filter.kind != FilterKind::any && leapt_.empty()) keys_.emplace(source, record.entries, "");
}

/// Whether it walks no more than an index holds.
bool KeyStream::is_narrow() const {
    switch (filter_.kind) {
        case FilterKind::tag:
            return true;
        case FilterKind::all:
            return !leapt_.empty();
        case FilterKind::any:
            return std::ranges::all_of(leapt_, &KeyStream::is_narrow);
        default:
            return false;
    }
}

/// Of a key that some entry has.
bool KeyStream::has(std::string_view key) {
    switch (filter_.kind) {
        case FilterKind::tag:
            return seek(key) == key;
        case FilterKind::all:
            return std::ranges::all_of(leapt_, [&](KeyStream& part) { return part.has(key); }) &&
                   holds_besides(key);
        case FilterKind::any:
            return std::ranges::any_of(leapt_, [&](KeyStream& part) { return part.has(key); });
        default:
            return holds_besides(key);
    }
}

/// Whether what was not leapt by holds of `key`.
bool KeyStream::holds_besides(std::string_view key) {
    const auto has_key = [&](KeyStream& part) { return part.has(key); };
    switch (filter_.kind) {
        case FilterKind::tag:
        case FilterKind::any:
            return true;
        case FilterKind::all:
            return std::ranges::all_of(tested_, has_key);
        case FilterKind::none:
            return std::ranges::none_of(tested_, has_key);
        default:
            const auto entry = tree::find(source_, record_.entries, key);
            return entry && holds_of(filter_, *entry);
    }
}

std::optional<std::string_view> KeyStream::seek_any(std::string_view key) {
    std::optional<std::string_view> first;
    for (KeyStream& part : leapt_) {
        const auto found = part.seek(key);
        if (found && (!first || *found < *first)) first = found;
    }
    return first;
}

/// Goes round until all have the same key.
std::optional<std::string_view> KeyStream::seek_leaping(std::string_view key) {
    if (keys_) return keys_->seek(key);
    if (filter_.kind == FilterKind::any) return seek_any(key);
    std::optional<std::string_view> wanted = leapt_[0].seek(key);
    for (std::size_t agreed = 1, next = 1; wanted && agreed < leapt_.size(); ++next) {
        const auto found = leapt_[next % leapt_.size()].seek(*wanted);
        agreed = found == wanted ? agreed + 1 : 1;
        wanted = found;
    }
    return wanted;
}

std::optional<std::string_view> KeyStream::seek(std::string_view key) {
    auto found = seek_leaping(key);
    std::string behind;
    while (found && !holds_besides(*found)) {
        behind.assign(*found).append(1, '\0');
        found = seek_leaping(behind);
    }
    return found;
}

}  // namespace dbdb::keyspace
