#include "dbdb/salvage.hpp"

#include <algorithm>
#include <system_error>

#include "dbdb/error.hpp"

#include "database/fill_keyspace.hpp"
#include "database/gap.hpp"
#include "database/pages.hpp"
#include "database/salvage_source.hpp"
#include "io/create_file.hpp"
#include "io/local_file.hpp"
#include "keyspace/catalog.hpp"
#include "keyspace/metadata.hpp"
#include "keyspace/name.hpp"
#include "keyspace/options.hpp"
#include "transaction/record.hpp"
#include "tree/survivors.hpp"

namespace dbdb {

using database::CommitChain;
using database::fill_keyspace;
using database::Gap;
using database::gap_of;
using database::SalvageSource;
using format::EntryView;
using format::KeyspaceRecord;
using format::Root;
using transaction::Version;
using tree::Hole;
using tree::KeyBounds;

namespace {

/// In how many older commits a run is looked for, and for all runs together. Each try follows from
/// a damaged record, so one or two are enough unless the file is hostile.
constexpr unsigned tries_max = 16;
constexpr unsigned all_tries_max = 10'000;

bool is_name(std::string_view name) {
    return !name.empty() && name.size() <= keyspace::name_bytes_max &&
           keyspace::is_plain_text(name);
}

/// What a catalog's entry says of a keyspace; empty when it speaks of none, or makes no sense.
std::optional<KeyspaceRecord> named_record(const tree::Source& source,
                                           std::string_view key,
                                           std::string_view value) {
    if (!key.starts_with(keyspace::keyspace_mark)) return std::nullopt;
    if (!source.holds(format::as_bytes(value))) return std::nullopt;
    const auto place = static_cast<std::uint64_t>(format::as_bytes(value) - source.data());
    if (!is_name(key.substr(1))) return std::nullopt;
    return format::decode_keyspace_record(value, place);
}

/// None where nobody could have set them.
KeyspaceOptions options_of(const KeyspaceRecord& record) {
    try {
        const KeyspaceOptions options = keyspace::public_options(record.options);
        static_cast<void>(keyspace::stored_options("options", options));
        return options;
    } catch (const Error&) {
        return {};
    }
}

/// Of the default keyspace; none where they cannot be read.
KeyspaceOptions default_options(const Version& version) {
    try {
        const auto record = keyspace::find_keyspace(*version.source, version.catalog, "");
        return record ? options_of(*record) : KeyspaceOptions{};
    } catch (const Error& error) {
        if (error.errc() != Errc::corrupt) throw;
        return {};
    }
}

class Salvage {
public:
    Salvage(SalvageSource found, Database& target, const SalvageOptions& options)
        : found_(std::move(found)), target_(target), options_(options) {
        report_.commit = found_.version.id();
        report_.reason = found_.reason;
        if (found_.newest_named > report_.commit)
            report_.lost_commits.push_back({found_.newest_named, 0});
    }

    SalvageReport run() {
        copy_newest();
        const CommitChain chain(found_.version, report_);  // Gaps point into it.
        for (Gap& gap : gaps_)
            find_older(chain, gap);
        if (options_.from_older) copy_older();
        for (Gap& gap : gaps_)
            (gap.is_in_catalog ? report_.lost_names : report_.lost_keys)
                .push_back(std::move(gap.lost));
        return std::move(report_);
    }

private:
    const tree::Source& source() const { return *found_.source; }

    void copy_newest() {
        Transaction transaction = target_.begin();
        copy(found_.version.main, default_options(found_.version), "", transaction);
        const auto take_name = [&](const EntryView& entry, std::string_view value) {
            copy_name(entry.key, value, transaction);
        };
        database::walk_survivors(source(), found_.version.catalog, "", true, take_name, gaps_);
        transaction.commit("salvaged from commit " + std::to_string(report_.commit));
    }

    void copy(const Root& root,
              const KeyspaceOptions& options,
              std::string_view name,
              Transaction& transaction) {
        Keyspace target = transaction.keyspace(name);
        fill_keyspace(target, options, [&] {
            auto writer = target.sorted_writer();
            const auto take_entry = [&](const EntryView& entry, std::string_view value) {
                writer.set(entry.key, value, keyspace::metadata_of(entry).options());
                ++report_.entries;
            };
            database::walk_survivors(source(), root, name, false, take_entry, gaps_);
            writer.finish();
        });
    }

    void copy_name(std::string_view key, std::string_view value, Transaction& transaction) {
        if (key.starts_with(keyspace::bookmark_mark)) return note_bookmark(key, value);
        if (key.size() == 1) return;  // The default keyspace's own options: see default_options.
        const auto record = named_record(source(), key, value);
        if (!record || !transaction.create_keyspace(key.substr(1)))
            return add_senseless(key, value);
        copy(record->entries, options_of(*record), key.substr(1), transaction);
        ++report_.keyspaces;
    }

    void note_bookmark(std::string_view key, std::string_view value) {
        const auto bookmark = format::decode_bookmark(value, source().limit());
        if (!bookmark) return add_senseless(key, value);
        report_.bookmarks.push_back({std::string(key.substr(1)),
                                     bookmark->commit.commit_id,
                                     transaction::time_of(bookmark->time_ns)});
    }

    /// An entry of the catalog that nobody would write, under a right checksum.
    void add_senseless(std::string_view key, std::string_view value) {
        const std::byte* const place = format::as_bytes(value);
        Hole hole{{key, std::nullopt, true}, 1};
        if (source().holds(place))
            hole.offset = static_cast<std::uint64_t>(place - source().data());
        hole.text = source().identity().name + ": catalog with a wrong value";
        gaps_.push_back(gap_of(hole, "", true));
    }

    /// The tree of `version` that a gap is in; empty when it has none, or its catalog is damaged.
    static std::optional<Root> root_in(const Version& version, const Gap& gap) {
        if (gap.is_in_catalog) return version.catalog;
        if (gap.lost.keyspace.empty()) return version.main;
        try {
            const auto record =
                keyspace::find_keyspace(*version.source, version.catalog, gap.lost.keyspace);
            return record ? std::optional(record->entries) : std::nullopt;
        } catch (const Error& error) {
            if (error.errc() != Errc::corrupt) throw;
            return std::nullopt;
        }
    }

    /// Every commit since the one that wrote a damaged record has it, so older ones are tried.
    void find_older(const CommitChain& chain, Gap& gap) {
        std::uint64_t offset = gap.offset;
        for (unsigned tries = 0; tries < tries_max && tries_ < all_tries_max; ++tries, ++tries_) {
            const Version* const older = chain.below(offset);
            if (older == nullptr) return;
            offset = older->tail - 1;
            const auto root = root_in(*older, gap);
            if (!root) continue;
            std::uint64_t entries = 0;
            const std::optional<std::uint64_t> damaged = count(*root, gap.keys, entries);
            if (!damaged) {
                gap.older = older;
                gap.lost.older_commit = older->id();
                gap.lost.older_entries = entries;
                return;
            }
            offset = std::min(offset, *damaged);
        }
    }

    /// Counts the entries of a run; gives the lowest damaged record if it has any.
    std::optional<std::uint64_t> count(const Root& root,
                                       const KeyBounds& keys,
                                       std::uint64_t& entries) const {
        std::optional<std::uint64_t> damaged;
        tree::walk_survivors(
            source(),
            root,
            keys,
            [&](const EntryView&, std::string_view) { ++entries; },
            [&](const Hole& hole) {
                damaged = std::min(damaged.value_or(hole.offset), hole.offset);
            });
        return damaged;
    }

    void copy_older() {
        Transaction transaction = target_.begin();
        const std::uint64_t keyspaces = report_.keyspaces;
        for (const Gap& gap : gaps_) {
            if (gap.older == nullptr) continue;
            if (gap.is_in_catalog)
                copy_older_names(gap, transaction);
            else
                copy_older(*root_in(*gap.older, gap), {}, gap.keys, gap.lost.keyspace, transaction);
        }
        if (report_.old_entries != 0 || report_.keyspaces != keyspaces)
            transaction.commit("salvaged from commits before that");
    }

    /// Without `options` those stay that the keyspace has.
    void copy_older(const Root& root,
                    const std::optional<KeyspaceOptions>& options,
                    const KeyBounds& keys,
                    std::string_view name,
                    Transaction& transaction) {
        Keyspace target = transaction.keyspace(name);
        const auto take_entry = [&](const EntryView& entry, std::string_view value) {
            if (!source().is_live(entry)) return;
            target.set(entry.key, value, keyspace::metadata_of(entry).options());
            ++report_.old_entries;
        };
        fill_keyspace(target, options.value_or(target.options()), [&] {
            tree::walk_survivors(source(), root, keys, take_entry, [](const Hole&) {});
        });
    }

    void copy_older_names(const Gap& gap, Transaction& transaction) {
        const auto take_entry = [&](const EntryView& entry, std::string_view value) {
            const std::string_view key = entry.key;
            const auto record = named_record(source(), key, value);
            if (!record || key.size() == 1) return;
            if (!transaction.create_keyspace(key.substr(1))) return;
            copy_older(record->entries, options_of(*record), {}, key.substr(1), transaction);
            ++report_.keyspaces;
        };
        tree::walk_survivors(
            source(), gap.older->catalog, gap.keys, take_entry, [](const Hole&) {});
    }

    SalvageSource found_;
    Database& target_;
    SalvageOptions options_;
    SalvageReport report_;
    std::vector<Gap> gaps_;
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
    return Salvage(database::find_salvage_source(damaged), target, options).run();
}

SalvageReport salvage(const std::filesystem::path& damaged,
                      const std::filesystem::path& target,
                      const SalvageOptions& options) {
    require_missing(target);
    auto found = database::find_salvage_source(io::open_local(damaged, io::OpenMode::read_only));
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
