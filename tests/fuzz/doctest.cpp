// The fixtures speak to doctest; nobody runs a test case here.
#define DOCTEST_CONFIG_IMPLEMENT
#include <doctest/doctest.h>
