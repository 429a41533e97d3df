/// The frame around every backup: how long it took, and whether it was given up.
#pragma once

#include <chrono>

#include "dbdb/backup.hpp"

#include "database/pace.hpp"

namespace dbdb::database {

/// Runs `act(report)`, measured, until it ends or is given up.
template <typename Act>
BackupReport report_of(Act act) {
    const auto began = std::chrono::steady_clock::now();
    BackupReport report;
    try {
        act(report);
    } catch (const Cancelled&) {
        report.is_cancelled = true;
    }
    report.seconds = std::chrono::steady_clock::now() - began;
    return report;
}

}  // namespace dbdb::database
