#include "option_arguments.hpp"

#include <charconv>
#include <limits>

#include "failure.hpp"
#include "text/escape.hpp"

namespace dbdb::tool {

namespace {

/// Which of two words `text` is; true for the second.
bool is_second(const char* option, const std::string& text, const char* first, const char* second) {
    if (text == first) return false;
    if (text == second) return true;
    throw Failure(
        ExitCode::wrong_arguments,
        std::string(option) + ": neither " + first + " nor " + second + ": " + text::quoted(text));
}

int level_of(const std::string& text) {
    int level = 0;
    const char* const end = text.data() + text.size();
    const auto [rest, error] = std::from_chars(text.data(), end, level);
    if (error == std::errc() && rest == end) return level;
    throw Failure(ExitCode::wrong_arguments, "--level: not a whole number: " + text::quoted(text));
}

std::uint32_t bytes_of(std::uint64_t bytes) {
    if (bytes <= std::numeric_limits<std::uint32_t>::max())
        return static_cast<std::uint32_t>(bytes);
    throw Failure(ExitCode::wrong_arguments, "--compress-from: must be less than 4 GiB");
}

std::chrono::milliseconds ttl_of(std::uint64_t ms) {
    if (ms <= static_cast<std::uint64_t>(std::chrono::milliseconds::max().count()))
        return std::chrono::milliseconds(ms);
    throw Failure(ExitCode::wrong_arguments, "--default-ttl-ms: is too long");
}

}  // namespace

void OptionArguments::add_to(Arguments& arguments) {
    arguments.option("--compression", "HOW", compression, "options: none or zstd");
    arguments.option("--level", "N", level, "options: of compression, -100 to 22; 0: its default");
    arguments.number("--compress-from",
                     "BYTES",
                     compress_from_bytes,
                     "options: size from which values are compressed; 0: 1024");
    arguments.option("--track-times",
                     "YES-OR-NO",
                     track_times,
                     "options: whether entries know when they were made and changed");
    arguments.number("--default-ttl-ms",
                     "MS",
                     default_ttl_ms,
                     "options: how long entries live that are set without an expiry; 0: for ever");
}

bool OptionArguments::has_any() const {
    return compression || level || compress_from_bytes || track_times || default_ttl_ms;
}

KeyspaceOptions OptionArguments::changed(KeyspaceOptions options) const {
    if (compression) {
        const bool is_zstd = is_second("--compression", *compression, "none", "zstd");
        options.compression = is_zstd ? Compression::zstd : Compression::none;
    }
    if (level) options.compression_level = level_of(*level);
    if (compress_from_bytes) options.compression_bytes_min = bytes_of(*compress_from_bytes);
    if (track_times) options.track_times = is_second("--track-times", *track_times, "no", "yes");
    if (default_ttl_ms) options.default_ttl = ttl_of(*default_ttl_ms);
    return options;
}

void write_options(const KeyspaceOptions& options, const text::Write& write) {
    const auto line = [&](const std::string& name, const std::string& value) {
        write(name + "\t" + value + "\n");
    };
    line("compression", options.compression == Compression::zstd ? "zstd" : "none");
    line("level", std::to_string(options.compression_level));
    line("compress-from", std::to_string(options.compression_bytes_min));
    line("track-times", options.track_times ? "yes" : "no");
    line("default-ttl-ms", std::to_string(options.default_ttl.count()));
}

}  // namespace dbdb::tool
