/// Values that had to be decompressed, kept for who reads them as views.
#pragma once

#include <mutex>
#include <string>
#include <string_view>
#include <unordered_map>

#include "format/entry.hpp"
#include "tree/source.hpp"

namespace dbdb::tree {

/// Each value once, known by the place of its entry's payload: entries stay where they are as long
/// as this lives. Any thread may call it.
class DecodedValues {
public:
    /// The value of `entry`, which is compressed. Throws as Source::decoded.
    std::string_view value(const Source& source, const format::EntryView& entry);

private:
    std::mutex mutex_;
    std::unordered_map<const char*, std::string> values_;
};

}  // namespace dbdb::tree
