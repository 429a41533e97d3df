#include "database/recovery.hpp"

#include <algorithm>
#include <optional>

#include "dbdb/error.hpp"

#include "database/pages.hpp"
#include "format/durable_note.hpp"
#include "format/jump_target.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

using format::Slot;
using format::Superblock;

std::shared_ptr<const tree::Source> make_source(const Doors& doors,
                                                std::uint64_t size,
                                                format::FileId file_id) {
    auto source = std::make_shared<tree::Source>(
        doors.file->map(tree::window_for(size)),
        tree::Source::Identity{doors.file->name(), file_id, doors.reading});
    source->raise_limit(size);
    return source;
}

namespace {

/// The version that a slot names; empty when its record is not there.
std::optional<Version> version_in(const Superblock& superblock, const tree::Source& source) {
    if (superblock.commit.is_none()) return transaction::read_version(source, superblock.commit);
    const auto record = transaction::find_record(source, superblock.commit);
    if (!record) return std::nullopt;
    const Version version = transaction::version_of(*record, superblock.commit, source);
    if (version.tail != superblock.tail) return std::nullopt;
    return version;
}

/// The newest version, not newer than `newest`, that is whole and follows only whole ones down to
/// the commit `base_id`, which is `base` if that is given; empty when there is none above that.
std::optional<Version> newest_whole(const Version& newest,
                                    CommitId base_id,
                                    const std::optional<format::CommitLink>& base,
                                    const tree::Source& source) {
    std::optional<Version> found;
    for (Version version = newest;;) {
        if (!transaction::is_whole(version, source)) {
            found.reset();
        } else if (!found) {
            found = version;
        }
        const format::CommitLink& previous = version.previous;
        if (previous.commit_id <= base_id) return !base || previous == *base ? found : std::nullopt;
        const auto record = transaction::find_record(source, previous);
        if (!record) return std::nullopt;
        const Version earlier = transaction::version_of(*record, previous, source);
        // Else a hostile file could have the same bytes summed up for each of its commits.
        if (earlier.tail > version.begin) return std::nullopt;
        version = earlier;
    }
}

/// Whether the commits before `version` lead back to `base`, by the jump pointers.
bool follows(Version version, const Version& base, const tree::Source& source) {
    while (version.position > base.position) {
        const bool may_jump = format::jump_target(version.position) >= base.position;
        const format::CommitLink& link = may_jump ? version.jump : version.previous;
        if (link.is_none()) return base.link.is_none();
        const auto record = transaction::find_record(source, link);
        if (!record) return false;
        version = transaction::version_of(*record, link, source);
    }
    return version.link == base.link;
}

class Finding {
public:
    /// `known` is null for who opens the file.
    Finding(const Doors& doors, const transaction::Known* known)
        : doors_(doors),
          known_(known),
          size_(doors.file->size()),
          pages_(read_pages(*doors.file, size_)) {
        require_database(*doors.file, pages_, size_);
        size_ = doors.file->size();  // It may have grown up to what the slots name.
        order_ = order_of(pages_);
        const auto note = format::decode_durable_note(pages_.note, newest().file_id);
        pages_.noted_id = note ? note->commit_id : 0;
    }

    const Superblock& newest() const { return pages_.slots[order_.newest].superblock; }

    std::uint64_t size() const { return size_; }

    Found find(std::shared_ptr<const tree::Source> source) {
        Found found;
        found.file = doors_.file;
        found.local_file = doors_.local_file;
        found.lock = doors_.lock;
        found.database_id = newest().database_id;
        found.file_id = newest().file_id;
        found.source = std::move(source);
        found.slot_fingerprints = pages_.fingerprints;
        found.has_moving_mark = pages_.has_moving_mark;
        found.recovery.newest_named = newest().commit.commit_id;
        choose(found);
        found.in_turn = found.version;
        look_for_twins(found);
        look_for_unsynced(found);
        if (!order_.older || found.is_unsynced_slot_void) found.is_unsettled = true;
        found.recovery.commit = found.version.id();
        return found;
    }

private:
    /// Whether the commit that a slot names is whole without a look at it: as another process has
    /// named it since, or as this one knows it. A slot that a crash has left may name a torn one.
    bool is_trusted(unsigned slot) const {
        if (known_ == nullptr) return false;
        return pages_.fingerprints[slot] != known_->slot_fingerprints[slot] ||
               pages_.slots[slot].superblock.commit.commit_id <= known_->whole_id;
    }

    /// Up to this commit everything was on disk before the newest slot was written.
    CommitId durable_id() const {
        const CommitId older =
            order_.older ? pages_.slots[*order_.older].superblock.commit.commit_id : 0;
        return std::max(older, pages_.noted_id);
    }

    void choose(Found& found) const {
        const tree::Source& source = *found.source;
        const auto version = version_in(newest(), source);
        const CommitId id = newest().commit.commit_id;
        if (id < pages_.noted_id) throw_slot_lost();
        if (id == 0 || id <= pages_.noted_id) {
            if (!version) throw_damaged(newest(), source);
            take(found, *version, true);
            return;
        }
        if (version) {
            // Where only one slot is valid the other was being written, so this one is on disk.
            const CommitId known_id = order_.older ? durable_id() : id - 1;
            const auto whole = is_trusted(order_.newest)
                                   ? version
                                   : newest_whole(*version, known_id, std::nullopt, source);
            if (whole) {
                take(found, *whole, false);
                if (whole->id() != id) report(found, "a commit before it is not whole");
                return;
            }
        }
        fall_back(found, version ? "its records are not whole" : "its record is not whole");
    }

    /// After settling both slots name the same commit. If that sync failed in a process that is
    /// gone, one of them is on disk and nobody knows which; the other may still hold a commit that
    /// was given up. So both are written again, with the bytes they have, before any is written
    /// otherwise. A new file is short, and was synced with both.
    void look_for_twins(Found& found) const {
        if (!order_.older || size_ <= format::records_begin) return;
        if (pages_.slots[*order_.older].superblock.commit != newest().commit) return;
        found.are_twins = found.is_unsettled = true;
        found.durable_slot = *order_.older;
    }

    /// Commits without a sync go on from what the slots in turn name; they count as far as they are
    /// whole.
    void look_for_unsynced(Found& found) const {
        const Slot& slot = pages_.slots[format::unsynced_slot];
        if (!is_valid(slot) || slot.superblock.file_id != found.file_id) {
            found.is_unsynced_slot_void = slot.state != format::SlotState::blank;
            return;
        }
        const CommitId id = slot.superblock.commit.commit_id;
        if (id <= found.version.id()) return;
        found.recovery.newest_named = id;
        const auto whole = whole_unsynced(slot.superblock, found.version, *found.source);
        if (whole) {
            if (found.is_durable) found.durable_tail = found.version.tail;
            found.is_durable = false;  // Whether that was promised stays as it was.
            found.version = *whole;
        }
        if (found.version.id() == id) return;
        found.is_unsynced_slot_void = true;
        report(found, "it was not synced and is not whole");
    }

    std::optional<Version> whole_unsynced(const Superblock& superblock,
                                          const Version& base,
                                          const tree::Source& source) const {
        const auto version = version_in(superblock, source);
        if (!version) return std::nullopt;
        if (!is_trusted(format::unsynced_slot))
            return newest_whole(*version, base.id(), base.link, source);
        return follows(*version, base, source) ? version : std::nullopt;
    }

    void fall_back(Found& found, const char* reason) const {
        const tree::Source& source = *found.source;
        if (!order_.older) throw_damaged(newest(), source);
        const Superblock& older = pages_.slots[*order_.older].superblock;
        const auto version = version_in(older, source);
        if (!version || older.commit.commit_id < pages_.noted_id) throw_damaged(newest(), source);
        take(found, *version, true);
        found.durable_slot = *order_.older;
        report(found, reason);
    }

    void take(Found& found, const Version& version, bool is_durable) const {
        found.version = version;
        found.is_durable = is_durable;
        found.was_promised = !is_durable;
        found.durable_slot = is_durable || !order_.older ? order_.newest : *order_.older;
        found.durable_tail = version.begin;
        if (!is_durable && order_.older) {
            const Superblock& older = pages_.slots[*order_.older].superblock;
            found.durable_tail = std::min(older.tail, version.begin);
        }
    }

    /// A commit was on disk, with the slot that named it, and is named no more.
    [[noreturn]] void throw_slot_lost() const {
        throw Error(Errc::corrupt,
                    doors_.file->name() + ": superblock slot at byte " +
                        std::to_string(format::slot_offset(1 - order_.newest)) +
                        " is damaged, it named commit " + std::to_string(pages_.noted_id));
    }

    static void report(Found& found, const char* reason) {
        found.is_unsettled = true;
        found.recovery.fell_back = true;
        found.recovery.reason =
            "commit " + std::to_string(found.recovery.newest_named) + " was not used: " + reason;
    }

    [[noreturn]] static void throw_damaged(const Superblock& superblock,
                                           const tree::Source& source) {
        if (source.limit() < superblock.tail) {
            throw Error(Errc::corrupt,
                        source.identity().name + ": cut off at byte " +
                            std::to_string(source.limit()) + ", commit " +
                            std::to_string(superblock.commit.commit_id) + " ends at byte " +
                            std::to_string(superblock.tail));
        }
        source.throw_corrupt(
            "damaged record of commit " + std::to_string(superblock.commit.commit_id),
            to_offset(superblock.commit.address));
    }

    const Doors& doors_;
    const transaction::Known* known_;
    std::uint64_t size_;
    Pages pages_;
    Order order_;
};

}  // namespace

Found recover(const Doors& doors) {
    Finding finding(doors, nullptr);
    return finding.find(make_source(doors, finding.size(), finding.newest().file_id));
}

namespace {

/// Whether `newest` goes on from `known`, so that what lies below its tail is what it was.
bool has_only_grown(const Version& newest, const Version& known, const tree::Source& source) {
    return newest.id() >= known.id() && newest.tail >= known.tail &&
           (known.link.is_none() || transaction::find_record(source, known.link).has_value());
}

}  // namespace

Found look_again(const Doors& doors, const transaction::Known& known) {
    Finding finding(doors, &known);
    const std::shared_ptr<const tree::Source>& source = known.source;
    if (finding.newest().file_id == source->identity().file_id &&
        finding.size() <= source->window_bytes()) {
        source->raise_limit(finding.size());
        Found found = finding.find(source);
        if (has_only_grown(found.version, known.version, *source)) return found;
    }
    return finding.find(make_source(doors, finding.size(), finding.newest().file_id));
}

}  // namespace dbdb::database
