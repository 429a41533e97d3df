/// The program that shows long output page by page.
#pragma once

#include <memory>
#include <string_view>
#include <sys/types.h>

namespace dbdb::tool {

/// Shows on standard output what it is given, and waits for its reader when it is destroyed.
/// Meanwhile an interrupt from the keyboard is for it alone.
class Pager {
public:
    /// $PAGER, run by a shell, or `less -FRX`. Null where none is wanted (an empty variable, `cat`,
    /// or a terminal that cannot be moved on) and where it cannot be started.
    static std::unique_ptr<Pager> start();

    ~Pager();

    /// Where it reads from; stays its own.
    int input() const noexcept { return input_; }

    Pager(const Pager&) = delete;
    Pager& operator=(const Pager&) = delete;

private:
    Pager(pid_t process, int input);

    pid_t process_;
    int input_;
    void (*former_interrupt_)(int);
};

/// Whether `text` needs more lines than the terminal behind `descriptor` has.
bool is_longer_than_screen(std::string_view text, int descriptor);

/// How many lines `text` takes where a line has room for `columns` bytes.
std::size_t lines_taken(std::string_view text, std::size_t columns);

}  // namespace dbdb::tool
