#include "database/generation_list.hpp"

#include <algorithm>

#include "dbdb/error.hpp"

#include "database/byte_copy.hpp"
#include "database/generation_name.hpp"
#include "format/checksum.hpp"
#include "transaction/record.hpp"

namespace dbdb::database {

using format::GenerationRecord;

namespace {

void require(bool holds, const Generation& generation, const std::string& text) {
    if (!holds) throw Error(Errc::corrupt, generation.shown.path.string() + ": " + text);
}

/// Throws what is wrong with the file, as far as it can tell without the others.
void read_record(Generation& generation, const File& file) {
    const std::uint64_t size = generation.shown.bytes = file.size();
    require(size > format::generation_record_bytes, generation, "is cut off");
    format::GenerationRecordBytes bytes;
    file.read_at(size - bytes.size(), bytes);
    const auto record = format::decode_generation_record(bytes);
    require(record.has_value(),
            generation,
            "does not end with the record of a generation: cut off, damaged or of another kind");
    if (record->format_version > format::generation_version_newest || record->feature_flags != 0) {
        throw Error(Errc::newer_format,
                    generation.shown.path.string() + ": made by a newer dbdb; use that one");
    }
    require(record->id == generation.shown.id && record->is_whole() == generation.shown.is_full,
            generation,
            "was renamed, it is generation " + std::to_string(record->id));
    require(size == record->bytes() + bytes.size(), generation, "has not the length it should");
    generation.record = record;
    generation.record_checksum = format::checksum_of(bytes);
    generation.shown.parent = record->parent;
    generation.shown.commit = record->superblock.commit.commit_id;
    generation.shown.time = transaction::time_of(record->time_ns);
}

/// False when the file has gone meanwhile.
bool read(Generation& generation, const io::Directory& directory, bool reads_all) {
    try {
        const auto file = directory.open(generation.name);
        if (!file) return false;
        read_record(generation, *file);
        if (!reads_all) return true;
        require(contents_of(*file, *generation.record) == generation.record->contents,
                generation,
                "its bytes are damaged");
    } catch (const Error& error) {
        generation.shown.problem = error.what();
    }
    return true;
}

/// Whether `child` was made on top of `parent`.
bool builds_on(const Generation& child, const Generation& parent) {
    const GenerationRecord& above = *child.record;
    return parent.record && parent.record_checksum == above.parent_checksum &&
           parent.record->superblock.file_id == above.superblock.file_id &&
           parent.record->superblock.tail == above.begin;
}

/// By number, so what is wrong with a parent is known before its children are looked at.
void note_missing_parents(std::vector<Generation>& generations) {
    for (Generation& generation : generations) {
        if (!generation.is_sound() || generation.shown.is_full) continue;
        const Generation* parent = find_generation(generations, generation.shown.parent);
        const std::string needs = generation.shown.path.string() + ": needs generation " +
                                  std::to_string(generation.shown.parent);
        if (parent == nullptr) {
            generation.shown.problem = needs + ", which is missing";
        } else if (!parent->is_sound()) {
            generation.shown.problem = needs + ": " + parent->shown.problem;
        } else if (!builds_on(generation, *parent)) {
            generation.shown.problem = needs + ", but " + parent->shown.path.string() +
                                       " is not the one that it was made on";
        }
    }
}

}  // namespace

std::vector<Generation> generations_in(const io::Directory& directory, bool reads_all) {
    std::vector<Generation> generations;
    for (const std::string& text : directory.names()) {
        const auto name = generation_name(text);
        if (!name) continue;
        Generation generation;
        generation.name = text;
        generation.shown.id = name->id;
        generation.shown.is_full = name->is_full;
        generation.shown.path = directory.path() / text;
        if (read(generation, directory, reads_all)) generations.push_back(std::move(generation));
    }
    std::ranges::sort(generations, {}, [](const Generation& one) { return one.shown.id; });
    note_missing_parents(generations);
    return generations;
}

std::uint64_t contents_of(const File& file, const GenerationRecord& record) {
    format::RunningChecksum sum(format::contents_seed(record));
    each_piece(
        file, 0, record.bytes(), [&](std::span<const std::byte> piece) { sum.update(piece); });
    return sum.value();
}

const Generation* newest_sound(const std::vector<Generation>& generations) {
    const auto found =
        std::find_if(generations.rbegin(), generations.rend(), [](const Generation& generation) {
            return generation.is_sound();
        });
    return found == generations.rend() ? nullptr : &*found;
}

const Generation* find_generation(const std::vector<Generation>& generations, GenerationId id) {
    const Generation* found = nullptr;
    for (const Generation& generation : generations) {
        if (generation.shown.id != id) continue;
        if (generation.is_sound()) return &generation;
        found = &generation;
    }
    return found;
}

}  // namespace dbdb::database
