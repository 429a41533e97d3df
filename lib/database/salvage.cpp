#include "dbdb/salvage.hpp"

#include <algorithm>
#include <array>
#include <system_error>

#include "dbdb/error.hpp"

#include "database/commit_search.hpp"
#include "database/recovery.hpp"
#include "io/create_file.hpp"
#include "io/local_file.hpp"
#include "transaction/record.hpp"
#include "tree/key_range.hpp"
#include "tree/survivors.hpp"

namespace dbdb {

using database::Doors;
using format::CommitLink;
using transaction::Version;
using tree::Hole;
using tree::KeyBounds;

namespace {

/// The commit to salvage.
struct Find {
    std::shared_ptr<const tree::Source> source;
    Version version;
    CommitId newest_named = 0;  ///< By slots and note.
    std::string reason{};       ///< Why it was not found as usual.
};

/// The commit that the note of the file with this id names; 0 when there is no such note.
CommitId noted_id(const File& file, format::FileId id) {
    if (file.size() < format::durable_note_offset + format::durable_note_bytes) return 0;
    std::array<std::byte, format::durable_note_bytes> bytes{};
    file.read_at(format::durable_note_offset, bytes);
    const auto note = format::decode_durable_note(bytes, id);
    return note ? note->commit_id : 0;
}

/// By the file id that a record proves; empty when none does.
std::optional<Find> search(const Doors& doors, const std::string& reason) {
    for (const format::FileId id : database::stated_file_ids(*doors.file)) {
        auto source = database::make_source(doors, doors.file->size(), id);
        const std::vector<Version> commits = database::search_commits(*source);
        const Version* const best = database::newest_credible(commits, noted_id(*doors.file, id));
        if (best == nullptr) continue;
        const CommitId newest = std::ranges::max_element(commits, {}, &Version::id)->id();
        return Find{std::move(source), *best, newest, reason};
    }
    return std::nullopt;
}

Find find(const std::shared_ptr<File>& file) {
    const Doors doors{file, nullptr, nullptr, true};
    try {
        auto found = database::recover(doors);
        return {std::move(found.source),
                found.version,
                found.recovery.newest_named,
                found.recovery.reason};
    } catch (const Error& error) {
        if (error.errc() != Errc::corrupt && error.errc() != Errc::not_a_database) throw;
        if (auto searched = search(doors, error.what())) return *std::move(searched);
        throw;
    }
}

/// The commits before one, newest first, as far as records can be found at all.
class Chain {
public:
    Chain(const Version& newest, SalvageReport& report) : source_(*newest.source), report_(report) {
        std::optional<Version> version = before(newest);
        while (version) {
            commits_.push_back(*version);
            version = before(*version);
        }
    }

    /// The newest of them that lies below `offset` as a whole; null when there is none.
    const Version* below(std::uint64_t offset) const {
        const auto found = std::ranges::partition_point(
            commits_, [offset](const Version& version) { return version.tail > offset; });
        return found == commits_.end() ? nullptr : &*found;
    }

private:
    std::optional<Version> before(const Version& version) {
        const CommitLink& link = version.previous;
        if (link.is_none()) return std::nullopt;
        if (const auto record = transaction::find_record(source_, link))
            return transaction::version_of(*record, link, source_);
        report_.lost_commits.push_back({link.commit_id, to_offset(link.address)});
        return found_below(to_offset(link.address), link.commit_id);
    }

    /// The commit before the lost one, which no chain leads to.
    std::optional<Version> found_below(std::uint64_t offset, CommitId id) {
        if (!searched_) searched_ = database::search_commits(source_);
        const auto fits = [&](const Version& version) {
            return version.tail <= offset && version.id() < id;
        };
        const auto found = std::find_if(searched_->rbegin(), searched_->rend(), fits);
        return found == searched_->rend() ? std::nullopt : std::optional(*found);
    }

    const tree::Source& source_;
    SalvageReport& report_;
    std::vector<Version> commits_;
    std::optional<std::vector<Version>> searched_;
};

/// A run of lost keys, and where its entries may be taken from.
struct Gap {
    KeyBounds keys;
    std::uint64_t offset = 0;  ///< The lowest of the damaged records.
    const Version* older = nullptr;
};

/// In how many older commits a run is looked for, and for all runs together. Each try follows from
/// a damaged record, so one or two are enough unless the file is hostile.
constexpr unsigned tries_max = 16;
constexpr unsigned all_tries_max = 10'000;

class Salvage {
public:
    Salvage(Find found, Database& target, const SalvageOptions& options)
        : found_(std::move(found)), target_(target), options_(options) {
        report_.commit = found_.version.id();
        report_.reason = found_.reason;
        if (found_.newest_named > report_.commit)
            report_.lost_commits.push_back({found_.newest_named, 0});
    }

    SalvageReport run() {
        copy_newest();
        const Chain chain(found_.version, report_);  // Gaps point into it.
        for (std::size_t index = 0; index < gaps_.size(); ++index)
            find_older(chain, gaps_[index], report_.lost_keys[index]);
        if (options_.from_older) copy_older();
        return std::move(report_);
    }

private:
    void copy_newest() {
        Transaction transaction = target_.begin();
        auto writer = transaction.sorted_writer();
        const auto take_entry = [&](std::string_view key, std::string_view value) {
            writer.set(key, value);
            ++report_.entries;
            is_beside_hole_ = false;
        };
        tree::walk_survivors(
            *found_.source, found_.version.main, {}, take_entry, [this](const Hole& hole) {
                add(hole);
            });
        writer.finish();
        transaction.commit("salvaged from commit " + std::to_string(report_.commit));
    }

    /// Holes side by side are one run: an area of the disk is lost more often than a record.
    void add(const Hole& hole) {
        if (is_beside_hole_ && gaps_.back().keys.to == hole.keys.from && !hole.keys.is_one_key) {
            extend(hole);
            return;
        }
        is_beside_hole_ = !hole.keys.is_one_key;
        gaps_.push_back({hole.keys, hole.offset});
        LostKeys lost;
        lost.keys = hole.keys.is_one_key
                        ? tree::key_range(hole.keys.from)
                        : tree::key_range(hole.keys.from, hole.keys.to, hole.entries);
        lost.offset = hole.offset;
        lost.text = hole.text;
        report_.lost_keys.push_back(std::move(lost));
    }

    void extend(const Hole& hole) {
        Gap& gap = gaps_.back();
        LostKeys& lost = report_.lost_keys.back();
        gap.keys.to = hole.keys.to;
        gap.offset = std::min(gap.offset, hole.offset);
        lost.keys = tree::key_range(gap.keys.from, gap.keys.to, lost.keys.entries + hole.entries);
        ++lost.damages;
    }

    /// Every commit since the one that wrote a damaged record has it, so older ones are tried.
    void find_older(const Chain& chain, Gap& gap, LostKeys& lost) {
        std::uint64_t offset = gap.offset;
        for (unsigned tries = 0; tries < tries_max && tries_ < all_tries_max; ++tries, ++tries_) {
            const Version* const older = chain.below(offset);
            if (older == nullptr) return;
            offset = older->tail - 1;
            std::uint64_t entries = 0;
            const std::optional<std::uint64_t> damaged = count(*older, gap.keys, entries);
            if (!damaged) {
                gap.older = older;
                lost.older_commit = older->id();
                lost.older_entries = entries;
                return;
            }
            offset = std::min(offset, *damaged);
        }
    }

    /// Counts the entries of a run; gives the lowest damaged record if it has any.
    static std::optional<std::uint64_t> count(const Version& version,
                                              const KeyBounds& keys,
                                              std::uint64_t& entries) {
        std::optional<std::uint64_t> damaged;
        tree::walk_survivors(
            *version.source,
            version.main,
            keys,
            [&](std::string_view, std::string_view) { ++entries; },
            [&](const Hole& hole) {
                damaged = std::min(damaged.value_or(hole.offset), hole.offset);
            });
        return damaged;
    }

    void copy_older() {
        Transaction transaction = target_.begin();
        const auto take_entry = [&](std::string_view key, std::string_view value) {
            transaction.set(key, value);
            ++report_.old_entries;
        };
        for (const Gap& gap : gaps_) {
            if (gap.older == nullptr) continue;
            tree::walk_survivors(
                *found_.source, gap.older->main, gap.keys, take_entry, [](const Hole&) {});
        }
        if (report_.old_entries != 0) transaction.commit("salvaged from commits before that");
    }

    Find found_;
    Database& target_;
    SalvageOptions options_;
    SalvageReport report_;
    std::vector<Gap> gaps_;  ///< Of the same runs as `report_.lost_keys`.
    bool is_beside_hole_ = false;
    unsigned tries_ = 0;
};

void require_missing(const std::filesystem::path& target) {
    std::error_code reason;
    if (std::filesystem::symlink_status(target, reason).type() ==
        std::filesystem::file_type::not_found)
        return;
    throw Error(Errc::invalid,
                target.string() + ": exists already; a salvage writes to a new file only");
}

}  // namespace

SalvageReport salvage(const std::shared_ptr<File>& damaged,
                      Database& target,
                      const SalvageOptions& options) {
    return Salvage(find(damaged), target, options).run();
}

SalvageReport salvage(const std::filesystem::path& damaged,
                      const std::filesystem::path& target,
                      const SalvageOptions& options) {
    require_missing(target);
    Find found = find(io::open_local(damaged, io::OpenMode::read_only));
    if (!io::create_file(target, database::new_file())) require_missing(target);
    try {
        Database database = Database::open(target, {.create = false});
        return Salvage(std::move(found), database, options).run();
    } catch (...) {
        std::error_code ignored;
        std::filesystem::remove(target, ignored);
        throw;
    }
}

}  // namespace dbdb
