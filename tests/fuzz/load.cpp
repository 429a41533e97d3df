/// Reads the input as each format of dumps. Records that are read must come back from a dump of
/// them.
#include <algorithm>
#include <cstdio>
#include <cstdlib>
#include <string>
#include <vector>

#include "exchange/dump_format.hpp"
#include "exchange/dump_writer.hpp"
#include "input.hpp"

namespace {

using dbdb::exchange::DumpFormat;
using dbdb::exchange::LineSource;
using Records = std::vector<std::pair<std::string, std::string>>;

/// All records; whether the input was right to its end.
bool read(std::string_view text, DumpFormat format, std::size_t piece_bytes, Records& records) {
    LineSource source([&](std::span<char> target) {
        const std::size_t bytes = std::min({text.size(), target.size(), piece_bytes});
        std::copy_n(text.begin(), bytes, target.begin());
        text.remove_prefix(bytes);
        return bytes;
    });
    try {
        dbdb::exchange::read_dump(source, format, [&](const dbdb::exchange::Record& record) {
            records.emplace_back(record.key, record.value);
        });
        return true;
    } catch (const dbdb::exchange::InputError&) {
        return false;
    }
}

void require_round_trip(DumpFormat format, const Records& records) {
    std::string text;
    dbdb::exchange::DumpWriter writer(
        format,
        [&](std::string_view piece) { text += piece; },
        {.map_bytes = std::uint64_t{1} << 20, .spelling = dbdb::text::Spelling::hex});
    writer.begin();
    for (const auto& [key, value] : records)
        writer.record(key, value, {});
    writer.end();
    Records again;
    if (read(text, format, text.size(), again) && again == records) return;
    std::fprintf(stderr, "a dump is not read back as it was written\n");
    std::abort();
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
    dbdb::fuzz::Input input(data, bytes);
    const std::size_t piece_bytes = 1 + input.number(1);
    const std::string_view text = input.text(bytes);
    for (const DumpFormat format : {DumpFormat::jsonl,
                                    DumpFormat::bdb,
                                    DumpFormat::lmdb,
                                    DumpFormat::tsv,
                                    DumpFormat::csv,
                                    DumpFormat::resp,
                                    DumpFormat::ldb}) {
        Records records;
        if (read(text, format, piece_bytes, records)) require_round_trip(format, records);
    }
    return 0;
}
