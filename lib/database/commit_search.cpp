#include "database/commit_search.hpp"

#include <algorithm>
#include <functional>

#include "format/archive.hpp"
#include "format/commit_record.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

using format::CommitLink;
using format::FileId;
using transaction::Version;

namespace {

/// The link by which the record at `offset` would be found, if one begins there.
std::optional<CommitLink> link_at(const tree::Source& source, std::uint64_t offset) {
    const std::span bytes(source.data() + offset, source.limit() - offset);
    const auto length = format::commit_record_length(bytes);
    if (!length || *length > bytes.size()) return std::nullopt;
    return CommitLink{format::load<std::uint64_t>(bytes.data() + format::commit_head_bytes),
                      format::Address{offset},
                      format::load<std::uint64_t>(bytes.data() + *length - 8)};
}

std::optional<Version> version_at(const tree::Source& source, std::uint64_t offset) {
    const auto link = link_at(source, offset);
    if (!link) return std::nullopt;
    const auto record = transaction::find_record(source, *link);
    if (!record) return std::nullopt;
    return transaction::version_of(*record, *link, source);
}

bool is_chained(const Version& version) {
    return version.previous.is_none() ||
           transaction::find_record(*version.source, version.previous).has_value();
}

/// How many commits are summed up to find a whole one: each may claim to have appended everything.
constexpr std::size_t sums_max = 64;

FileId file_id_at(const File& file, std::uint64_t offset) {
    std::array<std::byte, sizeof(FileId)> bytes{};
    if (file.size() >= offset + bytes.size()) file.read_at(offset, bytes);
    FileId id;
    format::InputArchive archive(bytes);
    archive(id);
    return id;
}

}  // namespace

std::vector<Version> search_commits(const tree::Source& source) {
    std::vector<Version> commits;
    const std::uint64_t limit = source.limit();
    for (std::uint64_t offset = format::records_begin;
         offset + format::commit_record_bytes_min <= limit;
         offset += format::record_alignment) {
        if (const auto version = version_at(source, offset)) commits.push_back(*version);
    }
    return commits;
}

const Version* newest_credible(const std::vector<Version>& commits, CommitId noted_id) {
    std::vector<const Version*> newest_first;
    for (const Version& version : commits)
        newest_first.push_back(&version);
    std::ranges::stable_sort(newest_first, std::greater{}, [](const auto* it) { return it->id(); });
    newest_first.resize(std::min(newest_first.size(), sums_max));
    if (!newest_first.empty() && newest_first.front()->id() >= noted_id)
        std::erase_if(newest_first, [&](const Version* it) { return it->id() < noted_id; });
    const auto is_whole = [](const Version* it) { return transaction::is_whole(*it, *it->source); };
    const Version* whole = nullptr;
    for (const Version* const version : newest_first) {
        if (!is_whole(version)) continue;
        if (is_chained(*version)) return version;
        if (whole == nullptr) whole = version;
    }
    if (whole != nullptr) return whole;
    return newest_first.empty() ? nullptr : newest_first.front();
}

std::vector<FileId> stated_file_ids(const File& file) {
    std::vector<FileId> ids;
    const auto add = [&](FileId id) {
        if (id != FileId{} && std::ranges::find(ids, id) == ids.end()) ids.push_back(id);
    };
    for (unsigned index = 0; index < format::all_slot_count; ++index)
        add(file_id_at(file, format::slot_offset(index) + format::superblock_file_id_offset));
    add(file_id_at(file, format::durable_note_offset + format::durable_note_file_id_offset));
    return ids;
}

}  // namespace dbdb::database
