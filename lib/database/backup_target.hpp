/// A file that was there before a backup or restore gives its name to another one, or is extended.
#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>

#include "database/image.hpp"
#include "io/local_file.hpp"
#include "io/replacement_file.hpp"

namespace dbdb::database {

/// What has the name, open for writing; null when nothing has. Throws Error as io::open_local.
std::shared_ptr<io::LocalFile> open_target(const std::filesystem::path& path);

/// The file that a backup was made to before, locked as long as this lives, so that nobody writes
/// to it as to a database.
class BackupTarget {
public:
    /// Throws Error: invalid for the database itself, another one, and a copy with newer commits;
    /// not_a_database; each of these but the first unless `replaces_any`. locked when somebody
    /// writes to it; unsupported when it has several names.
    BackupTarget(std::shared_ptr<io::LocalFile> file, const Image& image, bool replaces_any);
    ~BackupTarget();

    BackupTarget(const BackupTarget&) = delete;
    BackupTarget& operator=(const BackupTarget&) = delete;

    const std::shared_ptr<io::LocalFile>& file() const { return file_; }

    /// Why not only what is new can be copied; empty when it can, as far as the slots tell.
    const std::string& why_not_extend() const { return why_not_extend_; }

    /// The same for a copy that was opened at `base`.
    std::string why_not_extend(const transaction::Version& base) const;

    /// The file that is to take the name.
    io::ReplacementFile& make_replacement();

    /// Gives it the name, durably.
    void take_name();

private:
    void require_other_file() const;
    void look(bool replaces_any);

    std::shared_ptr<io::LocalFile> file_;
    const Image& image_;
    std::string why_not_extend_;
    std::optional<io::ReplacementFile> replacement_;
};

/// The writer's turn of a copy that is extended.
class TargetTurn {
public:
    explicit TargetTurn(const std::shared_ptr<io::LocalFile>& file);
    ~TargetTurn();

    TargetTurn(const TargetTurn&) = delete;
    TargetTurn& operator=(const TargetTurn&) = delete;

    transaction::World& world() const { return *world_; }

    /// Names `version`, whose bytes are behind the tail, once they are on disk.
    void commit(const transaction::Version& version);

private:
    std::shared_ptr<transaction::World> world_;
    bool has_turn_ = true;
};

}  // namespace dbdb::database
