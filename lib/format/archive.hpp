/// The archives that every struct goes to disk and comes back through.
///
/// They take numbers, enums, strings, arrays of bytes and any struct with `serialize`. For vectors
/// and arrays include cereal's header of that type; elements wider than a byte go one by one, in
/// little-endian order.
#pragma once

#include <cereal/types/common.hpp>
#include <cereal/types/string.hpp>

#include "format/input_archive.hpp"
#include "format/output_archive.hpp"

CEREAL_SETUP_ARCHIVE_TRAITS(dbdb::format::InputArchive, dbdb::format::OutputArchive)

/// cereal pairs one output with one input; the second output archive is read by the same input.
template <>
struct cereal::traits::detail::get_input_from_output<dbdb::format::FixedOutputArchive> {
    using type = dbdb::format::InputArchive;
};
