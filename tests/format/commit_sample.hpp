/// One commit record with all fields distinct, for the tests of commit records.
#pragma once

#include "format/commit_record.hpp"

namespace dbdb::test {

inline constexpr format::FileId file_id = {0x0102030405060708, 0x1112131415161718};
inline constexpr format::Address address{0x9000};

/// The sixth commit in its file, whose jump pointer names the third.
inline format::CommitRecord sample_record() {
    using format::Address;
    using format::Ref;
    return {.id = 0x26,
            .position = 6,
            .time_ns = -2,
            .previous = {0x25, Address{0x7000}, 0x3132333435363738},
            .jump = {0x22, Address{0x4000}, 0x4142434445464748},
            .second_parent = {0x24, Address{0x6000}, 0x5152535455565758},
            .catalog = {Ref::in_file(Address{0x8000}, 3, 0x6162636465666768), 0x71, 0x72},
            .default_keyspace = {Ref::in_file(Address{0x8100}, 4, 0x8182838485868788), 0x91, 0x92},
            .live_bytes = 0xA1,
            .begin = Address{0x7800},
            .appended_checksum = 0xB1B2B3B4B5B6B7B8,
            .message = "first"};
}

inline format::CommitLink sample_link() {
    const auto bytes = format::encode(sample_record(), file_id, address);
    return format::link_to(sample_record(), address, bytes);
}

}  // namespace dbdb::test
