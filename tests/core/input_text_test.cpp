#include "core/input_text.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"
#include "tests/packed.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

const std::string words = "one two three\nfour\n";

// Longer than what is kept in memory, and not the same everywhere.
std::string long_text() {
  std::string text;
  for (int i = 0; text.size() < FileBytes::largest_copy + 1000; ++i) text += "line " + std::to_string(i) + "\n";
  return text;
}

TEST_CASE("packed text is unpacked, whatever the name says, in memory or in a temporary file") {
  const TemporaryFolder folder;
  const int filter = GENERATE(ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_BZIP2);
  const bool is_quick = filter == ARCHIVE_FILTER_GZIP || filter == ARCHIVE_FILTER_ZSTD;
  const bool is_long = GENERATE(false, true) && is_quick;
  const std::string text = is_long ? long_text() : words;
  const InputText read(folder.write("text", packed("\xEF\xBB\xBF" + text, filter)));
  CHECK((read.text() == text));
  CHECK_FALSE(read.packing().empty());
  read.release(read.text());
  CHECK((read.text() == text));
}

TEST_CASE("packed nothing is an empty text") {
  const TemporaryFolder folder;
  const int filter = GENERATE(ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD);
  CHECK(InputText(folder.write("text", packed("", filter))).text().empty());
}

TEST_CASE("several gzip streams in a file are one text") {
  const TemporaryFolder folder;
  const std::string two = packed("one ", ARCHIVE_FILTER_GZIP) + packed("two", ARCHIVE_FILTER_GZIP);
  CHECK(InputText(folder.write("text", two)).text() == "one two");
  CHECK(InputText(folder.write("text", two + std::string(512, '\0'))).text() == "one two");
  CHECK_THROWS_WITH(InputText(folder.write("text", two + "rubbish")), Contains("followed by something else"));
}

TEST_CASE("a packed file that is cut off is refused wherever the cut is") {
  const TemporaryFolder folder;
  const int filter = GENERATE(ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_ZSTD, ARCHIVE_FILTER_BZIP2);
  const std::string whole = packed(long_text().substr(0, 100000), filter);
  for (std::size_t left : {std::size_t{12}, whole.size() / 2, whole.size() - 1}) {
    CAPTURE(filter, left);
    CHECK_THROWS_WITH(InputText(folder.write("text", whole.substr(0, left))),
                      Contains("text: its ") && Contains("cut off"));
  }
}

TEST_CASE("a packed file with a wrong byte is refused") {
  const TemporaryFolder folder;
  const int filter = GENERATE(ARCHIVE_FILTER_GZIP, ARCHIVE_FILTER_XZ, ARCHIVE_FILTER_BZIP2);
  std::string bytes = packed(long_text().substr(0, 100000), filter);
  const std::size_t place = GENERATE(0U, 1U, 2U);
  bytes[bytes.size() * (place + 1) / 4] ^= 0x10;
  CHECK_THROWS_WITH(InputText(folder.write("text", bytes)), Contains("damaged") || Contains("cut off"));
}

TEST_CASE("a text with a gzip header in plain words is plain") {
  const TemporaryFolder folder;
  CHECK(InputText(folder.write("text", "BZh is how bzip2 begins")).packing().empty());
  CHECK(InputText(folder.write("text", words)).packing().empty());
}

TEST_CASE("UTF-16 is refused with the command that converts it, with or without a byte order mark") {
  const TemporaryFolder folder;
  std::string little, big;
  for (const char c : words) little += {c, '\0'}, big += {'\0', c};
  const auto check = [&](const std::string& bytes, const std::string& from) {
    CHECK_THROWS_WITH(InputText(folder.write("text", bytes)),
                      Contains("found UTF-") && Contains("iconv -f " + from + " -t UTF-8"));
  };
  check("\xFF\xFE" + little, "UTF-16");
  check("\xFE\xFF" + big, "UTF-16");
  check(little, "UTF-16LE");
  check(big, "UTF-16BE");
}

TEST_CASE("the command that converts fits a packed file and a name with a quote") {
  const TemporaryFolder folder;
  const std::string plain = folder.write("it's", "text").string();
  CHECK(convert_remedy(plain, "UTF-16") ==
        "convert it: iconv -f UTF-16 -t UTF-8 < '" + (folder / "it'\\''s").string() + "' > NEW");
  const auto check = [&](int filter, const std::string& command) {
    const std::string file = folder.write("a", packed("text", filter)).string();
    CHECK(convert_remedy(file, "UTF-16") ==
          "convert it: " + command + " < " + file + " | iconv -f UTF-16 -t UTF-8 > NEW");
  };
  check(ARCHIVE_FILTER_GZIP, "zcat");
  check(ARCHIVE_FILTER_XZ, "xzcat");
  check(ARCHIVE_FILTER_ZSTD, "zstdcat");
  check(ARCHIVE_FILTER_BZIP2, "bzcat");
}

TEST_CASE("lines that end in carriage returns only are refused with the command that converts them") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(InputText(folder.write("a", "fine\tpos\rdull\tneg\r")),
                    Contains("carriage returns only") && Contains("tr '\\r' '\\n' < "));
  CHECK_NOTHROW(InputText(folder.write("a", "fine\tpos\r")));
  CHECK_NOTHROW(InputText(folder.write("a", "fine\rdull\n")));
}

TEST_CASE("what is no text is refused by its kind") {
  const TemporaryFolder folder;
  CHECK_THROWS_WITH(InputText(folder.write("a", "PK\x03\x04 rest")), Contains("a zip archive") && Contains("CSV"));
  CHECK_THROWS_WITH(InputText(folder.write("a", "PAR1 rest")), Contains("Parquet"));
  std::string tar(1024, 'x');
  tar.replace(257, 5, "ustar");
  CHECK_THROWS_WITH(InputText(folder.write("a", packed(tar, ARCHIVE_FILTER_GZIP))), Contains("a tar archive"));
}

}  // namespace
}  // namespace rowgrad
