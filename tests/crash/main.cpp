/// The test runner, with `--images N` (over all campaigns) and `--seed S` beside its own options.
#define DOCTEST_CONFIG_IMPLEMENT
#include <charconv>
#include <cstdio>
#include <string_view>

#include <doctest/doctest.h>

#include "campaign.hpp"

namespace {

bool take_number(std::string_view text, std::uint64_t& number) {
    const auto end = text.data() + text.size();
    const auto read = std::from_chars(text.data(), end, number);
    return read.ec == std::errc{} && read.ptr == end;
}

/// False for an option of these without a number.
bool take_options(int count, char** arguments) {
    auto& options = dbdb::test::campaign_options();
    for (int index = 1; index < count; ++index) {
        const std::string_view argument = arguments[index];
        if (argument != "--images" && argument != "--seed") continue;
        std::uint64_t& number = argument == "--images" ? options.images : options.seed;
        if (++index == count || !take_number(arguments[index], number)) return false;
    }
    return true;
}

}  // namespace

int main(int count, char** arguments) {
    if (!take_options(count, arguments)) {
        std::fputs("usage: crash_test [--images N] [--seed S]\n", stderr);
        return 2;
    }
    doctest::Context context(count, arguments);
    const int result = context.run();
    const dbdb::test::Figures& total = dbdb::test::total_figures();
    if (total.images == 0) return result;
    std::printf("power cuts: %llu, at %llu points, of which %llu with every image\n",
                static_cast<unsigned long long>(total.images),
                static_cast<unsigned long long>(total.points),
                static_cast<unsigned long long>(total.points_in_full));
    std::printf("of these after another power cut: %llu\n",
                static_cast<unsigned long long>(total.second_images));
    std::printf("images tried: %llu, failures: %llu\n",
                static_cast<unsigned long long>(total.images),
                static_cast<unsigned long long>(total.failures));
    return result;
}
