/// What a snapshot finds by its indexes.
#include "dbdb/query.hpp"

#include "keyspace/search.hpp"
#include "metrics/timing.hpp"
#include "transaction/hold.hpp"

namespace dbdb {

using transaction::Hold;

QueryPage Snapshot::find(const Query& query) const {
    const metrics::ShortTiming timing(source_->activity(), Operation::find);
    QueryPage page{*this};
    keyspace::find(*source_, Hold::record_of(*this), query, page);
    return page;
}

std::vector<TagCount> Snapshot::tags() const {
    return keyspace::tags_of(*source_, Hold::record_of(*this));
}

}  // namespace dbdb
