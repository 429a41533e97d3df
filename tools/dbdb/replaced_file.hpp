/// A file that is written under another name and then takes its own, so that nobody sees a part.
#pragma once

#include <string>
#include <string_view>

#include "text/write.hpp"

namespace dbdb::tool {

/// Removes what it has written when it is destroyed before `publish`. Each function throws Failure:
/// cannot_open or input_output.
class ReplacedFile {
public:
    /// Refuses what is there and is no regular file, such as a device.
    explicit ReplacedFile(const std::string& path);
    ~ReplacedFile();

    void write(std::string_view bytes);

    /// `write` as a function, valid as long as this object.
    text::Write writer() {
        return [this](std::string_view bytes) { write(bytes); };
    }

    /// Brings it to the disk and gives it its name, with the permissions of what it replaces.
    void publish();

    ReplacedFile(const ReplacedFile&) = delete;
    ReplacedFile& operator=(const ReplacedFile&) = delete;

private:
    [[noreturn]] void fail(const char* what) const;

    std::string path_;
    std::string temporary_;
    unsigned mode_;
    int descriptor_;
};

}  // namespace dbdb::tool
