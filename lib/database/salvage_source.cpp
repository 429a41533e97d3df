#include "database/salvage_source.hpp"

#include <algorithm>
#include <array>

#include "dbdb/error.hpp"

#include "database/commit_search.hpp"
#include "database/recovery.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

using format::CommitLink;
using transaction::Version;

namespace {

/// The commit that the note of the file with this id names; 0 when there is no such note.
CommitId noted_id(const File& file, format::FileId id) {
    if (file.size() < format::durable_note_offset + format::durable_note_bytes) return 0;
    std::array<std::byte, format::durable_note_bytes> bytes{};
    file.read_at(format::durable_note_offset, bytes);
    const auto note = format::decode_durable_note(bytes, id);
    return note ? note->commit_id : 0;
}

/// By the file id that a record proves; empty when none does.
std::optional<SalvageSource> search(const Doors& doors, const std::string& reason) {
    for (const format::FileId id : stated_file_ids(*doors.file)) {
        auto source = make_source(doors, doors.file->size(), id);
        const std::vector<Version> commits = search_commits(*source);
        const Version* const best = newest_credible(commits, noted_id(*doors.file, id));
        if (best == nullptr) continue;
        const CommitId newest = std::ranges::max_element(commits, {}, &Version::id)->id();
        return SalvageSource{std::move(source), *best, newest, reason};
    }
    return std::nullopt;
}

}  // namespace

SalvageSource find_salvage_source(const std::shared_ptr<File>& file) {
    const Doors doors{file, nullptr, nullptr, {}};
    try {
        auto found = recover(doors);
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

CommitChain::CommitChain(const Version& newest, SalvageReport& report)
    : source_(*newest.source), report_(report) {
    std::optional<Version> version = before(newest);
    while (version) {
        commits_.push_back(*version);
        version = before(*version);
    }
}

const Version* CommitChain::below(std::uint64_t offset) const {
    const auto found = std::ranges::partition_point(
        commits_, [offset](const Version& version) { return version.tail > offset; });
    return found == commits_.end() ? nullptr : &*found;
}

std::optional<Version> CommitChain::before(const Version& version) {
    const CommitLink& link = version.previous;
    if (link.is_none()) return std::nullopt;
    if (const auto record = transaction::find_record(source_, link))
        return transaction::version_of(*record, link, source_);
    report_.lost_commits.push_back({link.commit_id, to_offset(link.address)});
    return found_below(to_offset(link.address), link.commit_id);
}

/// The commit before the lost one, which no chain leads to.
std::optional<Version> CommitChain::found_below(std::uint64_t offset, CommitId id) {
    if (!searched_) searched_ = search_commits(source_);
    const auto fits = [&](const Version& version) {
        return version.tail <= offset && version.id() < id;
    };
    const auto found = std::find_if(searched_->rbegin(), searched_->rend(), fits);
    return found == searched_->rend() ? std::nullopt : std::optional(*found);
}

}  // namespace dbdb::database
