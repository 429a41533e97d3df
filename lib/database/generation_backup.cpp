/// A new generation in a backup directory.
#include <algorithm>
#include <chrono>

#include "dbdb/error.hpp"

#include "database/backup.hpp"
#include "database/backup_report.hpp"
#include "database/byte_copy.hpp"
#include "database/generation_list.hpp"
#include "database/generation_lock.hpp"
#include "database/generation_name.hpp"
#include "database/image.hpp"
#include "database/pages.hpp"
#include "io/temporary_file.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

namespace {

using format::records_begin;
using transaction::Hold;
using transaction::World;

class GenerationBackup {
public:
    GenerationBackup(World& world,
                     const std::filesystem::path& path,
                     const BackupOptions& options,
                     const std::function<void(BackupStep)>& step)
        : directory_(path),
          lock_(directory_),
          options_(options),
          step_(step),
          image_(image_of(world)) {
        lock_.remove_leftovers();
        generations_ = generations_in(directory_);
        base_ = newest_sound(generations_);
    }

    void run(BackupReport& report) {
        require_same_database();
        report.commit = image_.superblock.commit.commit_id;
        if (base_ != nullptr) report.reason = why_not_extend();
        const bool is_extended = base_ != nullptr && report.reason.empty();
        if (is_extended && held().commit == image_.superblock.commit) {
            report.generation = base_->shown.id;
            return;
        }
        make(is_extended, report);
    }

private:
    /// What the generation that an increment would build on holds.
    const format::Superblock& held() const { return base_->record->superblock; }

    void tell(BackupStep step) const {
        if (step_) step_(step);
    }

    void require_same_database() const {
        for (const Generation& generation : generations_) {
            if (!generation.record) continue;
            if (generation.record->superblock.database_id == image_.superblock.database_id)
                continue;
            throw Error(Errc::invalid,
                        directory_.path().string() +
                            ": holds generations of another database; take another directory");
        }
    }

    std::string why_not_extend() const {
        if (options_.full) return "asked for";
        if (held().file_id != image_.superblock.file_id) return "compacted since the last backup";
        if (has_commit(image_, held().commit)) return "";
        return "commit " + std::to_string(held().commit.commit_id) + " of generation " +
               std::to_string(base_->shown.id) + " is not one of the database";
    }

    void make(bool is_extended, BackupReport& report) {
        const format::GenerationRecord record = new_record(is_extended);
        const auto* local = dynamic_cast<const io::LocalFile*>(image_.file.get());
        io::TemporaryFile target(directory_.path() / text_of({record.id, record.is_whole()}),
                                 local == nullptr ? 0600 : local->permissions());
        tell(BackupStep::created);
        Pace pace(pace_options_of(options_), record.bytes());
        if (is_extended) {
            copy_new(*target.file(), record, pace);
        } else {
            copy_all(target.file(), pace);
        }
        finish(*target.file(), record);
        tell(BackupStep::verified);
        if (!target.publish())
            throw Error(Errc::locked, directory_.path().string() + ": changed by somebody else");
        tell(BackupStep::named);
        report.generation = record.id;
        report.is_full = record.is_whole();
        report.bytes_copied = record.superblock.tail - std::max(record.begin, records_begin);
        report.commits = new_commits(is_extended);
    }

    format::GenerationRecord new_record(bool is_extended) const {
        format::GenerationRecord record;
        record.id = generations_.empty() ? 1 : generations_.back().shown.id + 1;
        record.time_ns = transaction::nanoseconds_of(std::chrono::system_clock::now());
        record.superblock = image_.superblock;
        if (!is_extended) return record;
        record.parent = base_->shown.id;
        record.parent_checksum = base_->record_checksum;
        record.begin = held().tail;
        return record;
    }

    void copy_all(const std::shared_ptr<io::LocalFile>& target, Pace& pace) const {
        target->write_at(0, fixed_pages(image_.superblock));
        copy_bytes(
            *image_.file, records_begin, image_.superblock.tail, *target, records_begin, pace);
        tell(BackupStep::copied);
        require_copy(target, image_.superblock, options_.verify);
    }

    /// An increment does not open by itself: it is compared with the database, which is checked.
    void copy_new(io::LocalFile& target, const format::GenerationRecord& record, Pace& pace) const {
        copy_bytes(*image_.file, record.begin, record.superblock.tail, target, 0, pace);
        tell(BackupStep::copied);
        if (!options_.verify) return;
        require_equal(*image_.file, record.begin, record.superblock.tail, target);
        const transaction::Version& newest = Hold::version_of(image_.snapshot);
        require_whole_since(held().commit, newest.link, *newest.source);
    }

    static void finish(io::LocalFile& target, format::GenerationRecord record) {
        record.contents = contents_of(target, record);
        target.write_at(record.bytes(), encode(record));
    }

    std::uint64_t new_commits(bool is_extended) const {
        const transaction::Version& newest = Hold::version_of(image_.snapshot);
        if (!is_extended || held().commit.is_none()) return newest.position;
        const auto before =
            transaction::find_version(newest, held().commit.commit_id, *newest.source);
        return newest.position - before->position;
    }

    const io::Directory directory_;
    const GenerationLock lock_;
    const BackupOptions& options_;
    const std::function<void(BackupStep)>& step_;
    const Image image_;
    std::vector<Generation> generations_;
    const Generation* base_ = nullptr;  ///< Null when none is sound.
};

}  // namespace

BackupReport backup(World& world,
                    const BackupDirectory& directory,
                    const BackupOptions& options,
                    const std::function<void(BackupStep)>& step) {
    return report_of([&](BackupReport& report) {
        GenerationBackup(world, directory.path(), options, step).run(report);
    });
}

}  // namespace dbdb::database
