#include <doctest/doctest.h>

#include "format/archive.hpp"
#include "format/branch.hpp"
#include "format/key_hash.hpp"
#include "format/leaf.hpp"
#include "support/tree_fixture.hpp"

namespace dbdb::test {
namespace {

using namespace std::string_view_literals;

constexpr std::uint64_t offset = 1U << 20;

std::string hex_of(std::span<const std::byte> bytes) {
    std::string text;
    for (const std::byte byte : bytes) {
        for (const unsigned digit :
             {std::to_integer<unsigned>(byte) >> 4, std::to_integer<unsigned>(byte) & 15U}) {
            text += "0123456789abcdef"[digit];
        }
    }
    return text;
}

std::vector<std::byte> sample_branch() {
    format::Branch branch;
    branch.left = Ref::in_file(format::Address{0x3000}, 2, 0x1112131415161718);
    branch.right = Ref::in_file(format::Address{0x4008}, 3, 0x2122232425262728);
    branch.left_count = 0x313233343536;
    branch.left_bytes = 0x414243444546;
    branch.skip = 2;
    branch.separator_bytes = 5;
    branch.word = format::search_word("apple", 2);
    std::vector<std::byte> record(format::branch_bytes(5), std::byte{0xEE});
    format::BranchEditor(record.data()).write(branch, "apple");
    return record;
}

std::vector<std::byte> leaf_of(const std::vector<EntryView>& views) {
    std::vector<format::LeafEntry> entries;
    for (const EntryView& view : views)
        entries.push_back({view, format::key_hash(view.key)});
    std::vector<std::byte> record(format::leaf_bytes(entries), std::byte{0xEE});
    format::write_leaf(record.data(), entries);
    return record;
}

/// Three entries: a plain one, one with a blob, one without a value.
std::vector<std::byte> sample_leaf() {
    const auto blob = format::blob_payload({0x3000, 5000, 0x0102030405060708});
    return leaf_of(
        {{"ka", "red", false}, {"kb", {blob.data(), blob.size()}, true}, {"kc\0"sv, "", false}});
}

/// Three entries of the same lengths.
std::vector<std::byte> uniform_leaf() {
    return leaf_of({{"ka", "red", false}, {"kb", "tan", false}, {"kc", "sky", false}});
}

/// Two entries whose values are both in the same blob.
std::vector<std::byte> extended_leaf() {
    const auto blob = format::blob_payload({0x3000, 5000, 0x0102030405060708});
    const std::string_view payload(blob.data(), blob.size());
    return leaf_of({{"ka", payload, true}, {"kb", payload, true}});
}

TEST_CASE("the bytes of a branch are pinned") {
    CHECK(hex_of(sample_branch()) ==
          "0000000000656c70"
          "0006000000000200"
          "1817161514131211"
          "0108000000000300"
          "2827262524232221"
          "363534333231"
          "464544434241"
          "0200"
          "0500"
          "6170706c65000000");
}

TEST_CASE("the bytes of a leaf are pinned") {
    CHECK(hex_of(sample_leaf()) ==
          "40000000"
          "0300"
          "0100"
          "4c00"
          "00000000"
          "10f53f"
          "1700"
          "1e80"
          "3b00"
          "02036b61726564"
          "02196b6201003000000000000088130000000000000807060504030201"
          "03006b6300");
}

TEST_CASE("the bytes of a leaf of entries of the same lengths are pinned") {
    CHECK(hex_of(uniform_leaf()) ==
          "40000000"
          "0300"
          "0100"
          "4c01"
          "02000300"
          "10f500"
          "6b616b626b63"
          "72656474616e736b79" +
              std::string(64, '0'));
    const std::vector<std::byte> extended = extended_leaf();
    CHECK(hex_of(std::span(extended).first(16)) ==
          "48000000"
          "0200"
          "0100"
          "4c02"
          "02001900"
          "10f5");
}

TEST_CASE("a branch read in place says what the archive reads") {
    const std::vector<std::byte> record = sample_branch();
    const format::BranchView view(record.data());
    format::InputArchive archive(record);
    format::Branch branch;

    archive(branch);

    CHECK(archive.left().size() == record.size() - format::branch_header_bytes);
    CHECK(view.word() == branch.word);
    CHECK(view.child(Side::left) == branch.left);
    CHECK(view.child(Side::right) == branch.right);
    CHECK(view.left_count() == branch.left_count);
    CHECK(view.left_bytes() == branch.left_bytes * format::record_alignment);
    CHECK(view.skip() == branch.skip);
    CHECK(view.separator().size() == branch.separator_bytes);
    CHECK(view.separator() == "apple");
    CHECK(view.bytes() == record.size());
}

TEST_CASE("what an editor changes in a branch the archive reads") {
    std::vector<std::byte> record = sample_branch();
    format::BranchEditor editor(record.data());
    const Ref child = Ref::in_file(format::Address{0x5000}, 3, 77);

    editor.set_child(Side::left, child);
    editor.set_left(99, 1600);
    editor.set_skip(1);

    format::Branch branch;
    format::InputArchive archive(record);
    archive(branch);
    CHECK(branch.left == child);
    CHECK(branch.left_count == 99);
    CHECK(branch.left_bytes == 200);
    CHECK(branch.skip == 1);
    CHECK(branch.word == format::search_word("apple", 1));
    CHECK(format::is_branch(record, offset));
}

TEST_CASE("a leaf read in place says what the archive reads") {
    const std::vector<std::byte> record = sample_leaf();
    const format::LeafView view(record.data());
    format::InputArchive archive(record);
    format::LeafHeader header;

    archive(header);

    CHECK(archive.left().size() == record.size() - format::leaf_header_bytes);
    CHECK(view.bytes() == header.bytes);
    CHECK(header.bytes == record.size());
    CHECK(view.count() == header.count);
    CHECK(view.prefix_bytes() == header.prefix_bytes);
    CHECK(header.prefix_bytes == 1);
    CHECK(header.tag == format::leaf_tag);
}

TEST_CASE("entries of the same lengths need neither slots nor lengths") {
    for (const auto& [record, form] :
         {std::pair(sample_leaf(), format::LeafForm::slotted),
          std::pair(uniform_leaf(), format::LeafForm::uniform),
          std::pair(extended_leaf(), format::LeafForm::uniform_extended),
          std::pair(leaf_of({{"", "", false}}), format::LeafForm::uniform),
          std::pair(leaf_of({{"a", "b", false}, {"b", "", false}}), format::LeafForm::slotted),
          std::pair(leaf_of({{"a", "b", false}, {"bc", "", false}}), format::LeafForm::slotted)}) {
        const format::LeafView leaf(record.data());
        format::InputArchive archive(record);
        format::LeafHeader header;
        archive(header);
        CHECK(leaf.form() == form);
        CHECK(header.form == form);
        CHECK(format::is_leaf(record, offset));
    }
}

TEST_CASE("a leaf of 16 entries of 116 bytes takes 118 bytes for each") {
    const std::string value(100, 'v');
    std::vector<std::string> keys;
    std::vector<EntryView> views;
    for (char letter = 'a'; letter < 'a' + 16; ++letter)
        keys.push_back(std::string(16, letter));
    for (const std::string& key : keys)
        views.push_back({key, value, false});

    CHECK(leaf_of(views).size() == 16 * 118);
}

TEST_CASE("a uniform leaf gives its entries back") {
    const std::vector<std::byte> record = uniform_leaf();
    const format::LeafView leaf(record.data());

    CHECK(leaf.key(0) == "ka");
    CHECK(leaf.entry(1).payload == "tan");
    CHECK_FALSE(leaf.is_extended(2));
    CHECK(leaf.find("kc", format::key_hash("kc")) == 2);
    CHECK(leaf.find("kcs", leaf.hash(2)) == 3);
    CHECK(leaf.find("k", leaf.hash(1)) == 3);
    CHECK(leaf.lower_bound("kbb") == 2);
    CHECK(leaf.lower_bound("l") == 3);
}

TEST_CASE("a uniform leaf whose payload would end behind the record is refused") {
    std::vector<std::byte> record = leaf_of({{"k", "v", false}});
    const std::size_t room = record.size() - format::leaf_head_bytes(1) - 1;

    format::store(record.data() + 12, static_cast<std::uint16_t>(room));
    CHECK(format::is_leaf(record, offset));
    format::store(record.data() + 12, static_cast<std::uint16_t>(room + 1));
    CHECK_FALSE(format::is_leaf(record, offset));
}

TEST_CASE("a leaf that says its form wrongly is refused") {
    for (const std::vector<std::byte>& sample : {sample_leaf(), uniform_leaf()}) {
        for (unsigned form = 0; form < 256; ++form) {
            if (static_cast<std::byte>(form) == sample[9]) continue;
            std::vector<std::byte> record = sample;
            record[9] = static_cast<std::byte>(form);
            CAPTURE(form);
            CHECK_FALSE(format::is_leaf(record, offset));
        }
    }
}

TEST_CASE("the archive writes the header that an editor or write_leaf writes") {
    const std::vector<std::byte> leaf = sample_leaf();
    const std::vector<std::byte> branch = sample_branch();
    format::LeafHeader header;
    format::Branch value;
    format::InputArchive{leaf}(header);
    format::InputArchive{branch}(value);
    std::vector<std::byte> bytes;
    format::OutputArchive archive(bytes);

    archive(header, value);

    CHECK(hex_of(bytes) == hex_of(std::span(leaf).first(format::leaf_header_bytes)) +
                               hex_of(std::span(branch).first(format::branch_header_bytes)));
}

/// Leaves of one to twenty entries of the same lengths, whose keys share more or less.
std::vector<std::vector<EntryView>> alike_entries() {
    static const std::vector<std::string> keys = [] {
        std::vector<std::string> made;
        for (char first = 'a'; first < 'e'; ++first)
            for (char second = 'a'; second < 'f'; ++second)
                made.push_back({'k', first, second});
        return made;
    }();
    std::vector<std::vector<EntryView>> all;
    for (std::size_t begin = 0; begin < keys.size(); begin += 7) {
        std::vector<EntryView> views;
        for (std::size_t index = begin; index < keys.size(); ++index) {
            views.push_back(
                {keys[index], std::string_view("onetwosix").substr(index % 7, 3), false});
            all.push_back(views);
        }
    }
    return all;
}

TEST_CASE("a leaf with one entry more or less has the bytes that it has when made of all") {
    for (const std::vector<EntryView>& entries : alike_entries()) {
        const std::vector<std::byte> whole = leaf_of(entries);
        for (unsigned index = 0; index < entries.size() && entries.size() > 1; ++index) {
            std::vector<EntryView> fewer = entries;
            fewer.erase(fewer.begin() + index);
            const std::vector<std::byte> rest = leaf_of(fewer);
            const format::LeafEntry entry = format::LeafView(whole.data()).leaf_entry(index);
            REQUIRE(format::is_alike(format::LeafView(rest.data()), entry));
            REQUIRE(format::alike_leaf_bytes(format::LeafView(rest.data()),
                                             static_cast<unsigned>(entries.size())) ==
                    whole.size());

            std::vector<std::byte> grown(whole.size(), std::byte{0xEE});
            format::write_with_entry(grown.data(), format::LeafView(rest.data()), index, entry);
            CHECK(hex_of(grown) == hex_of(whole));
            std::vector<std::byte> shrunk(rest.size(), std::byte{0xEE});
            format::write_without_entry(shrunk.data(), format::LeafView(whole.data()), index);
            CHECK(hex_of(shrunk) == hex_of(rest));
        }
    }
}

TEST_CASE("entries of other lengths or with attributes are not alike") {
    const std::vector<std::byte> plain = uniform_leaf();
    const std::vector<std::byte> extended = extended_leaf();
    const std::vector<std::byte> mixed = sample_leaf();
    const format::LeafView leaf(plain.data());
    format::LeafEntry entry = leaf.leaf_entry(0);
    CHECK(format::is_alike(leaf, entry));
    entry.payload.remove_suffix(1);
    CHECK_FALSE(format::is_alike(leaf, entry));
    entry = leaf.leaf_entry(0);
    entry.is_extended = true;
    CHECK_FALSE(format::is_alike(leaf, entry));
    const format::LeafView other(extended.data());
    CHECK_FALSE(format::is_alike(other, other.leaf_entry(0)));
    const format::LeafView slotted(mixed.data());
    CHECK_FALSE(format::is_alike(slotted, slotted.leaf_entry(0)));
}

TEST_CASE("a leaf gives its entries back") {
    const std::vector<std::byte> record = sample_leaf();
    const format::LeafView leaf(record.data());

    CHECK(leaf.key(0) == "ka");
    CHECK(leaf.entry(0).payload == "red");
    CHECK(leaf.is_extended(1));
    CHECK(format::blob_of(leaf.entry(1).payload).value_bytes == 5000);
    CHECK(leaf.key(2) == "kc\0"sv);
    CHECK(leaf.find("kb", format::key_hash("kb")) == 1);
    CHECK(leaf.find("k", format::key_hash("k")) == 3);
    CHECK(leaf.lower_bound("") == 0);
    CHECK(leaf.lower_bound("kb") == 1);
    CHECK(leaf.lower_bound("kc") == 2);
    CHECK(leaf.lower_bound("l") == 3);
}

/// Reads everything that can be read of a leaf, so that a sanitizer sees each access.
std::size_t read_all(format::LeafView leaf) {
    std::size_t read = 0;
    for (unsigned index = 0; index < leaf.count(); ++index) {
        const std::string key(leaf.key(index));
        read += std::string(leaf.entry(index).payload).size();
        read += leaf.find(key, leaf.hash(index)) == index;
        read += leaf.lower_bound(key) == index;
        read += format::external_bytes(leaf.entry(index));
    }
    std::vector<format::LeafEntry> entries;
    format::append_entries(entries, leaf);
    return read + format::total_weight(entries);
}

TEST_CASE("a leaf with any one byte changed is refused or can be read without harm") {
    for (const std::vector<std::byte>& sample : {sample_leaf(), uniform_leaf(), extended_leaf()}) {
        REQUIRE(format::is_leaf(sample, offset));
        for (std::size_t place = 0; place < sample.size(); ++place) {
            for (unsigned value = 0; value < 256; ++value) {
                auto record = std::make_unique<std::byte[]>(sample.size());
                std::copy(sample.begin(), sample.end(), record.get());
                record[place] = static_cast<std::byte>(value);
                if (!format::is_leaf({record.get(), sample.size()}, offset)) continue;
                CHECK(read_all(format::LeafView(record.get())) > 0);
            }
        }
    }
}

TEST_CASE("a leaf with any two of its first bytes changed is refused or does no harm") {
    const std::vector<std::byte> samples[] = {sample_leaf(), uniform_leaf(), extended_leaf()};
    Random random(8);
    for (int round = 0; round < 300'000; ++round) {
        const std::vector<std::byte>& sample = samples[round % 3];
        auto record = std::make_unique<std::byte[]>(sample.size());
        std::copy(sample.begin(), sample.end(), record.get());
        record[random.below(sample.size())] = static_cast<std::byte>(random.below(256));
        record[random.below(26)] = static_cast<std::byte>(random.below(256));
        if (!format::is_leaf({record.get(), sample.size()}, offset)) continue;
        REQUIRE(read_all(format::LeafView(record.get())) > 0);
    }
}

TEST_CASE("a leaf whose reserved bytes are not zero is refused") {
    for (const std::size_t place : {9, 10, 11}) {
        std::vector<std::byte> record = sample_leaf();
        record[place] = std::byte{1};
        CHECK_FALSE(format::is_leaf(record, offset));
    }
}

TEST_CASE("a leaf cut off anywhere is refused") {
    for (const std::vector<std::byte>& sample : {sample_leaf(), uniform_leaf(), extended_leaf()}) {
        for (std::size_t bytes = 0; bytes < sample.size(); ++bytes) {
            auto record = std::make_unique<std::byte[]>(bytes);
            std::copy_n(sample.begin(), bytes, record.get());
            CHECK_FALSE(format::is_leaf({record.get(), bytes}, offset));
        }
    }
}

TEST_CASE("a leaf is refused whose blob does not lie before it") {
    CHECK(format::is_leaf(sample_leaf(), 0x3000 + format::blob_bytes(5000)));
    CHECK_FALSE(format::is_leaf(sample_leaf(), 0x3000 + format::blob_bytes(5000) - 8));
}

TEST_CASE("a branch with any one byte changed is refused or names children before it") {
    const std::vector<std::byte> sample = sample_branch();
    REQUIRE(format::is_branch(sample, offset));
    for (std::size_t place = 0; place < sample.size(); ++place) {
        for (unsigned value = 0; value < 256; ++value) {
            auto record = std::make_unique<std::byte[]>(sample.size());
            std::copy(sample.begin(), sample.end(), record.get());
            record[place] = static_cast<std::byte>(value);
            if (!format::is_branch({record.get(), sample.size()}, offset)) continue;
            const format::BranchView branch(record.get());
            CHECK(branch.skip() < branch.separator().size());
            CHECK(branch.bytes() <= sample.size());
            CHECK(branch.child(Side::left).offset() < offset);
            CHECK(branch.child(Side::right).offset() < offset);
            CHECK_FALSE(branch.child(Side::left).is_in_memory());
        }
    }
}

TEST_CASE("a branch is refused whose children do not lie before it or are out of balance") {
    std::vector<std::byte> record = sample_branch();
    CHECK_FALSE(format::is_branch(record, 0x4008));
    CHECK(format::is_branch(record, 0x4010));
    format::BranchEditor editor(record.data());
    editor.set_child(Side::left, Ref::in_file(format::Address{0x3000}, 1, 0));
    CHECK_FALSE(format::is_branch(record, offset));
    editor.set_child(Side::left, Ref{});
    CHECK_FALSE(format::is_branch(record, offset));
}

TEST_CASE("a branch of a tree of height 64 or more is refused") {
    std::vector<std::byte> record = sample_branch();
    format::BranchEditor editor(record.data());
    const auto set_heights = [&](unsigned height) {
        editor.set_child(Side::left, Ref::in_file(format::Address{0x3000}, height, 0));
        editor.set_child(Side::right, Ref::in_file(format::Address{0x3000}, height, 0));
    };

    set_heights(62);
    CHECK(format::is_branch(record, offset));
    set_heights(63);
    CHECK_FALSE(format::is_branch(record, offset));
}

}  // namespace
}  // namespace dbdb::test
