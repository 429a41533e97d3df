#include "database/backup.hpp"

#include "dbdb/error.hpp"

#include "database/backup_report.hpp"
#include "database/backup_target.hpp"
#include "database/byte_copy.hpp"
#include "database/image.hpp"
#include "database/pages.hpp"
#include "io/temporary_file.hpp"
#include "transaction/hold.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

namespace {

using format::records_begin;
using transaction::Hold;
using transaction::Version;
using transaction::World;

class Backup {
public:
    Backup(World& world,
           const std::filesystem::path& path,
           const BackupOptions& options,
           const std::function<void(BackupStep)>& step)
        : image_(image_of(world)), path_(path), options_(options), step_(step) {}

    void run(BackupReport& report) {
        report.commit = commit().id();
        const auto original = open_target(path_);
        if (!original) return make_new(report);
        BackupTarget target(original, image_, options_.replace_any);
        report.reason = options_.full ? "asked for" : target.why_not_extend();
        if (report.reason.empty()) extend_if_sound(target, report);
        if (!report.reason.empty()) replace(target, report);
    }

private:
    const Version& commit() const { return Hold::version_of(image_.snapshot); }

    void tell(BackupStep step) const {
        if (step_) step_(step);
    }

    void make_new(BackupReport& report) {
        const auto* local = dynamic_cast<const io::LocalFile*>(image_.file.get());
        io::TemporaryFile target(path_, local == nullptr ? 0600 : local->permissions());
        fill(target.file(), report);
        if (!target.publish()) {
            throw Error(Errc::locked, path_.string() + ": another backup has just been made there");
        }
        tell(BackupStep::named);
    }

    /// The old copy keeps the name until the new one is whole and on disk.
    void replace(BackupTarget& target, BackupReport& report) {
        io::ReplacementFile& replacement = target.make_replacement();
        fill(replacement.file(), report);
        replacement.file()->sync();
        target.take_name();
        tell(BackupStep::named);
    }

    void fill(const std::shared_ptr<io::LocalFile>& target, BackupReport& report) {
        tell(BackupStep::created);
        const std::uint64_t tail = image_.superblock.tail;
        Pace pace(pace_options_of(options_), tail - records_begin);
        target->write_at(0, fixed_pages(image_.superblock));
        copy_bytes(*image_.file, records_begin, tail, *target, records_begin, pace);
        tell(BackupStep::copied);
        require_copy(target, image_.superblock, options_.verify);
        tell(BackupStep::verified);
        report.is_full = true;
        report.commits = commit().position;
        report.bytes_copied = tail - records_begin;
    }

    /// What is wrong with the database itself is found again by whoever copies all of it.
    void extend_if_sound(BackupTarget& target, BackupReport& report) {
        try {
            extend(target, report);
        } catch (const Error& error) {
            if (error.errc() != Errc::corrupt) throw;
            report.reason = error.what();
        }
    }

    /// A commit like any other, but for its bytes, which are there already. Where the copy turns
    /// out not to be a beginning of the file the reason is told.
    void extend(BackupTarget& target, BackupReport& report) {
        TargetTurn turn(target.file());
        World& copy = turn.world();
        // Its bytes go behind its tail, whatever is kept there.
        const Version base = transaction::read_version(*copy.source(), copy.newest().link);
        report.reason = target.why_not_extend(base);
        if (!report.reason.empty() || base.link == commit().link) return;
        const std::uint64_t tail = image_.superblock.tail;
        const auto source = copy.widen(tail);
        Pace pace(pace_options_of(options_), tail - base.tail);
        copy_bytes(*image_.file, base.tail, tail, *target.file(), base.tail, pace);
        source->raise_limit(tail);
        tell(BackupStep::copied);
        if (options_.verify) require_whole_since(base.link, commit().link, *source);
        tell(BackupStep::verified);
        turn.commit(transaction::read_version(*source, commit().link));
        tell(BackupStep::appended);
        report.commits = commit().position - base.position;
        report.bytes_copied = tail - base.tail;
    }

    Image image_;
    const std::filesystem::path& path_;
    const BackupOptions& options_;
    const std::function<void(BackupStep)>& step_;
};

void send(World& world,
          const WriteBackup& write,
          const BackupOptions& options,
          BackupReport& report) {
    const Image image = image_of(world);
    const std::uint64_t tail = image.superblock.tail;
    Pace pace(pace_options_of(options), tail - records_begin);
    report.is_full = true;
    report.commit = image.superblock.commit.commit_id;
    report.commits = Hold::version_of(image.snapshot).position;
    write(fixed_pages(image.superblock));
    each_piece(*image.file, records_begin, tail, [&](std::span<const std::byte> piece) {
        write(piece);
        report.bytes_copied += piece.size();
        pace.advance(piece.size());
    });
}

}  // namespace

BackupReport backup(World& world,
                    const std::filesystem::path& target,
                    const BackupOptions& options,
                    const std::function<void(BackupStep)>& step) {
    return report_of(
        [&](BackupReport& report) { Backup(world, target, options, step).run(report); });
}

BackupReport backup(World& world, const WriteBackup& write, const BackupOptions& options) {
    return report_of([&](BackupReport& report) { send(world, write, options, report); });
}

}  // namespace dbdb::database
