/// Everything of dbdb that needs nothing but the standard library.
#pragma once

#include "dbdb/backup.hpp"
#include "dbdb/compaction.hpp"
#include "dbdb/database.hpp"
#include "dbdb/diff.hpp"
#include "dbdb/error.hpp"
#include "dbdb/feed.hpp"
#include "dbdb/file.hpp"
#include "dbdb/history.hpp"
#include "dbdb/keyspace.hpp"
#include "dbdb/keyspace_handle.hpp"
#include "dbdb/options.hpp"
#include "dbdb/range.hpp"
#include "dbdb/salvage.hpp"
#include "dbdb/snapshot.hpp"
#include "dbdb/transaction.hpp"
#include "dbdb/version.hpp"
