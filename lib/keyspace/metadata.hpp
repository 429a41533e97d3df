/// An entry's metadata as its payload has it.
#pragma once

#include "dbdb/metadata.hpp"

#include "format/payload.hpp"

namespace dbdb::keyspace {

Metadata metadata_of(const format::EntryView& entry);

}  // namespace dbdb::keyspace
