#include "keyspace/name.hpp"

#include <doctest/doctest.h>

#include "dbdb/keyspace_handle.hpp"

#include "support/database_fixture.hpp"

namespace dbdb::test {

using keyspace::is_plain_text;

TEST_CASE("plain text is well-formed UTF-8 without control characters") {
    CHECK(is_plain_text("sessions"));
    CHECK(is_plain_text("../\\ names are no paths"));
    CHECK(is_plain_text("\xC3\xA4 \xE2\x82\xAC \xF0\x9F\x90\x8E \xF4\x8F\xBF\xBF"));

    CHECK_FALSE(is_plain_text("line\n"));
    CHECK_FALSE(is_plain_text(std::string_view("\0", 1)));
    CHECK_FALSE(is_plain_text("\x7F"));
    CHECK_FALSE(is_plain_text("\xC2\x80"));          // U+0080, a control character.
    CHECK_FALSE(is_plain_text("\xC2\x9F"));          // U+009F, the last of them.
    CHECK(is_plain_text("\xC2\xA0"));                // U+00A0, the first behind them.
    CHECK_FALSE(is_plain_text("\xC0\xAF"));          // Overlong.
    CHECK_FALSE(is_plain_text("\xE0\x80\xAF"));      // Overlong.
    CHECK_FALSE(is_plain_text("\xF0\x80\x80\xAF"));  // Overlong.
    CHECK_FALSE(is_plain_text("\xED\xA0\x80"));      // A surrogate.
    CHECK_FALSE(is_plain_text("\xF4\x90\x80\x80"));  // Above U+10FFFF.
    CHECK_FALSE(is_plain_text("\xE2\x82"));          // Cut off.
    CHECK_FALSE(is_plain_text("\x80"));              // No beginning.
    CHECK_FALSE(is_plain_text("\xFF"));
}

TEST_CASE("a name has 1 to 255 bytes; any other is refused wherever one is given") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    change.create_keyspace(std::string(255, 'n'));
    for (const std::string& name :
         {std::string(256, 'n'), std::string("a\tb"), std::string("\xFF")}) {
        CAPTURE(name);
        const auto is_refused = [&](const std::function<void()>& act) {
            return errc_of(act) == Errc::invalid;
        };
        CHECK(is_refused([&] { change.keyspace(name); }));
        CHECK(is_refused([&] { change.create_keyspace(name); }));
        CHECK(is_refused([&] { change.drop_keyspace(name); }));
        CHECK(is_refused([&] { change.clone_keyspace("", name); }));
        CHECK(is_refused([&] { change.rename_keyspace(std::string(255, 'n'), name); }));
        CHECK(is_refused([&] { change.copy_range("", name, "a", "b"); }));
        CHECK(is_refused([&] { change.set_bookmark(name, 1); }));
        CHECK(is_refused([&] { change.erase_bookmark(name); }));
        CHECK(is_refused([&] { db.snapshot().keyspace(name); }));
        CHECK(is_refused([&] { db.snapshot().has_keyspace(name); }));
        CHECK(is_refused([&] { db.snapshot().bookmark(name); }));
        CHECK(is_refused([&] { db.keyspace(name); }));
    }
    const auto error = error_of([&] { change.create_keyspace(std::string(256, 'n')); });
    REQUIRE(error);
    CHECK(std::string(error->what()).find("keyspace: name of 256 bytes, at most 255") !=
          std::string::npos);
    change.commit();
    CHECK(db.snapshot().has_keyspace(std::string(255, 'n')));
}

TEST_CASE("the default keyspace cannot be made, dropped, renamed or be a clone") {
    Database db = database_with({{"a", "1"}});
    Transaction change = db.begin();
    CHECK(errc_of([&] { change.create_keyspace(""); }) == Errc::invalid);
    CHECK(errc_of([&] { change.drop_keyspace(""); }) == Errc::invalid);
    CHECK(errc_of([&] { change.rename_keyspace("", "x"); }) == Errc::invalid);
    CHECK(errc_of([&] { change.clone_keyspace("", ""); }) == Errc::invalid);
    CHECK(change.get("a") == "1");
    CHECK(change.active());
}

}  // namespace dbdb::test
