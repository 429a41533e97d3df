/// Opens and uses files that are made from a sound one by the changes that the input lists; then
/// all checksums are made right again, or else nothing behind the slots would ever be reached.
#include <cstdio>
#include <cstdlib>

#include "hostile/outcome.hpp"
#include "input.hpp"
#include "support/forger.hpp"

namespace {

/// Each change is the number of a record, a place in it, a width, and what to write.
void change(dbdb::test::Forger& forger, dbdb::fuzz::Input& input) {
    const auto& records = forger.records();
    while (!input.empty()) {
        const auto& record = records[input.number(1) % records.size()];
        std::uint64_t place = record.offset + input.number(2) % record.bytes;
        for (const char byte : input.text(1 + input.number(1) % 8)) {
            if (place < forger.bytes().size())
                forger.bytes()[place++] = static_cast<std::byte>(byte);
        }
    }
}

}  // namespace

extern "C" int LLVMFuzzerTestOneInput(const std::uint8_t* data, std::size_t bytes) {
    static dbdb::test::Forger& forger = *new dbdb::test::Forger(dbdb::test::make_sample().bytes);
    forger.restore();
    dbdb::fuzz::Input input(data, bytes);
    const bool is_sealed = input.number(1) % 8 != 0;
    change(forger, input);
    if (is_sealed) forger.seal();
    const std::string fault = dbdb::test::fault_of_forged(dbdb::test::file_with(forger.bytes()));
    if (fault.empty()) return 0;
    std::fprintf(stderr, "wrong outcome: %s\n", fault.c_str());
    std::abort();
}
