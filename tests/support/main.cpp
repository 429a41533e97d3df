/// The one place that holds the test runner; every test binary links it.
#define DOCTEST_CONFIG_IMPLEMENT_WITH_MAIN
#include <doctest/doctest.h>

#ifdef __SANITIZE_THREAD__
/// The counter of those who hold an exception is atomic, but in a library that the thread sanitizer
/// does not see into: for it the last one to let go races with whoever has read the exception.
extern "C" const char* __tsan_default_suppressions() {
    return "race:std::__exception_ptr::exception_ptr::_M_release\n";
}
#endif
