/// What of the library can be linked to.
///
/// The library is compiled with everything hidden; what carries DBDB_EXPORT is seen from outside
/// the shared library, and thrown and caught across it. Every function that is not inline and every
/// class with such functions needs it; tests/install finds those that lack it.
#pragma once

#if defined(__GNUC__)
#define DBDB_EXPORT __attribute__((visibility("default")))
#else
#define DBDB_EXPORT
#endif
