#include "time_text.hpp"

#include <array>
#include <cstdio>
#include <ctime>

namespace dbdb::tool {

namespace {

/// The calendar of the proleptic Gregorian year, whatever the system's time zone files say.
std::string date_text(std::chrono::sys_days day) {
    const std::chrono::year_month_day date(day);
    std::array<char, 32> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "%04d-%02u-%02u",
                  static_cast<int>(date.year()),
                  static_cast<unsigned>(date.month()),
                  static_cast<unsigned>(date.day()));
    return text.data();
}

}  // namespace

std::string time_text(std::chrono::system_clock::time_point time) {
    const auto day = std::chrono::floor<std::chrono::days>(time);
    const std::chrono::hh_mm_ss<std::chrono::nanoseconds> clock(time - day);
    std::array<char, 64> text{};
    std::snprintf(text.data(),
                  text.size(),
                  "T%02d:%02d:%02d.%09lldZ",
                  static_cast<int>(clock.hours().count()),
                  static_cast<int>(clock.minutes().count()),
                  static_cast<int>(clock.seconds().count()),
                  static_cast<long long>(clock.subseconds().count()));
    return date_text(day) + text.data();
}

std::string local_time_text(std::chrono::system_clock::time_point time) {
    const std::time_t seconds =
        std::chrono::system_clock::to_time_t(std::chrono::floor<std::chrono::seconds>(time));
    std::tm local{};
    if (::localtime_r(&seconds, &local) == nullptr) return time_text(time);
    std::array<char, 64> text{};
    std::strftime(text.data(), text.size(), "%Y-%m-%d %H:%M:%S", &local);
    return text.data();
}

}  // namespace dbdb::tool
