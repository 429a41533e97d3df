/// Restoring a backup: a copy of it is made, checked as a whole, and takes the name.
#include "database/restore.hpp"

#include <algorithm>
#include <array>
#include <optional>
#include <vector>

#include "dbdb/backup.hpp"
#include "dbdb/error.hpp"

#include "database/backup_target.hpp"
#include "database/exclusive_use.hpp"
#include "database/image.hpp"
#include "database/merge.hpp"
#include "database/open.hpp"
#include "database/pace.hpp"
#include "database/pages.hpp"
#include "database/recovery.hpp"
#include "database/take_name.hpp"
#include "io/temporary_file.hpp"

namespace dbdb {

namespace {

using transaction::World;

class Restore {
public:
    Restore(const ReadBackup& read,
            const std::string& name,
            const std::filesystem::path& path,
            const RestoreOptions& options)
        : read_(read), name_(name), path_(path), options_(options) {}

    void run(std::uint64_t expected_bytes, RestoreReport& report) {
        expected_bytes_ = expected_bytes;
        original_ = database::open_target(path_);
        if (original_) look();
        if (!original_) {
            make_new(report);
        } else if (options_.merge) {
            merge(report);
        } else {
            replace(report);
        }
    }

private:
    /// What cannot be opened for damage is just what needs a restore.
    void look() {
        try {
            world_ = database::open_world(path_, Options{.create = false});
        } catch (const Error& error) {
            const bool may_replace = error.errc() == Errc::corrupt || options_.replace_any;
            if (!may_replace || options_.merge) throw;
            is_damaged_ = error.errc() == Errc::corrupt;
        }
        if (options_.merge) return;
        original_->require_single_name("of which a restore would split one off; remove the others");
    }

    void make_new(RestoreReport& report) {
        io::TemporaryFile target(path_);
        receive(target.file(), report);
        if (!target.publish()) {
            throw Error(Errc::locked, path_.string() + ": has just been made by somebody else");
        }
    }

    void replace(RestoreReport& report) {
        std::optional<io::ReplacementFile> replacement;
        {
            const database::ExclusiveUse use(world_.get(), original_);
            if (io::remove_leftovers(*original_)) {
                throw Error(Errc::locked,
                            original_->name() + ": a compaction or another restore is under way");
            }
            replacement.emplace(*original_);
        }
        receive(replacement->file(), report);
        replacement->file()->sync();
        database::ExclusiveUse use(world_.get(), original_);
        if (world_) {
            take_over(*replacement);
        } else {
            if (is_damaged_) mark_as_moving();
            use.move_to(replacement->file());
            replacement->take_name();
            replacement->sync_name();
        }
    }

    /// For readers that have it open from before; see World::write_moving_mark.
    void mark_as_moving() {
        constexpr std::array mark{std::byte{1}};
        original_->write_at(format::moving_mark_offset, mark);
    }

    /// Other processes find a database of another id and are told to open it anew; so are handles
    /// of this process.
    void take_over(io::ReplacementFile& replacement) {
        const auto& file = replacement.file();
        tree::Source::Reading reading = world_->source()->identity().reading;
        reading.verify_checksums = true;
        transaction::Found found =
            database::recover({file, file, world_->lock(), std::move(reading)});
        const bool is_same = found.database_id == world_->database_id();
        database::take_name(*world_, replacement);
        if (is_same) {
            world_->move_to(std::move(found));
        } else {
            world_->refuse_commits(Error(
                Errc::invalid, path_.string() + ": another database was restored; open it anew"));
        }
    }

    /// Everything that the backup has, checked to the last record. `target` has no name yet.
    void receive(const std::shared_ptr<io::LocalFile>& target, RestoreReport& report) {
        database::Pace pace(database::pace_options_of(options_), expected_bytes_);
        std::vector<std::byte> buffer(database::piece_bytes);
        std::uint64_t& offset = report.bytes_copied;
        while (const std::size_t bytes = read_(buffer)) {
            target->write_at(offset, std::span(buffer).first(bytes));
            offset += bytes;
            pace.advance(bytes);
        }
        const format::Superblock superblock = check(target);
        // Zeros written ahead, slots of older commits and marks are no part of a backup.
        target->truncate(superblock.tail);
        target->write_at(0, database::fixed_pages(superblock));
        report.commit = superblock.commit.commit_id;
    }

    format::Superblock check(const std::shared_ptr<io::LocalFile>& copy) const {
        try {
            const transaction::Found found = database::recover({copy, copy, nullptr, {}});
            if (found.recovery.fell_back) {
                throw Error(Errc::corrupt, copy->name() + ": " + found.recovery.reason);
            }
            format::Superblock superblock;
            superblock.database_id = found.database_id;
            superblock.file_id = found.file_id;
            superblock.commit = found.version.link;
            superblock.tail = found.version.tail;
            database::require_copy(copy, superblock, true);
            require_wanted(superblock);
            return superblock;
        } catch (const Error& error) {
            if (error.errc() == Errc::invalid || error.errc() == Errc::io) throw;
            throw Error(Errc::corrupt,
                        name_ + ": not a whole backup, nothing was changed: " + error.what());
        }
    }

    void require_wanted(const format::Superblock& superblock) const {
        if (!original_ || options_.replace_any || options_.merge) return;
        const auto present = database::database_id_of(*original_);
        if (!present || *present == superblock.database_id) return;
        throw Error(
            Errc::invalid,
            path_.string() + ": holds another database than the backup; nothing was changed");
    }

    void merge(RestoreReport& report) {
        const io::TemporaryFile copy(path_, 0600);
        receive(copy.file(), report);
        const Database backup =
            Database::open(std::shared_ptr<File>(copy.file()), {.read_only = true});
        Database target = Database::open(path_, {.create = false});
        report.skipped_bookmarks = database::merge(backup, target);
    }

    const ReadBackup& read_;
    const std::string& name_;
    const std::filesystem::path& path_;
    const RestoreOptions& options_;
    std::uint64_t expected_bytes_ = 0;
    std::shared_ptr<io::LocalFile> original_;
    bool is_damaged_ = false;
    std::shared_ptr<World> world_;  ///< Null when there is no database that opens.
};

}  // namespace

RestoreReport database::restore(const ReadBackup& backup,
                                const std::string& name,
                                std::uint64_t expected_bytes,
                                const std::filesystem::path& target,
                                const RestoreOptions& options) {
    const auto began = std::chrono::steady_clock::now();
    RestoreReport report;
    try {
        Restore(backup, name, target, options).run(expected_bytes, report);
    } catch (const database::Cancelled&) {
        report.is_cancelled = true;
    }
    report.seconds = std::chrono::steady_clock::now() - began;
    return report;
}

RestoreReport restore(const ReadBackup& backup,
                      const std::string& name,
                      const std::filesystem::path& target,
                      const RestoreOptions& options) {
    return database::restore(backup, name, 0, target, options);
}

RestoreReport restore(const std::filesystem::path& backup,
                      const std::filesystem::path& target,
                      const RestoreOptions& options) {
    const auto file = io::open_local(backup, io::OpenMode::read_only);
    if (io::identity_of(target) == file->identity()) {
        throw Error(Errc::invalid, target.string() + ": is the backup itself");
    }
    std::uint64_t offset = 0;
    const std::uint64_t size = file->size();
    const ReadBackup read = [&](std::span<std::byte> buffer) {
        const auto part = buffer.first(std::min<std::uint64_t>(buffer.size(), size - offset));
        file->read_at(offset, part);
        offset += part.size();
        return part.size();
    };
    return database::restore(read, backup.string(), size, target, options);
}

}  // namespace dbdb
