#include "core/utf8.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("invalid UTF-8 is found where it stands, and sequences too long or cut off are invalid") {
  CHECK(find_invalid_utf8("naïve – 日本 🙂") == std::string_view::npos);
  CHECK(find_invalid_utf8("ab\xff") == 2);
  CHECK(utf8_length("\xc0\xaf") == 0);          // overlong '/'
  CHECK(utf8_length("\xed\xa0\x80") == 0);      // a surrogate
  CHECK(utf8_length("\xe2\x82") == 0);          // cut off
  CHECK(utf8_length("\xf4\x90\x80\x80") == 0);  // beyond U+10FFFF
  CHECK(utf8_length("é") == 2);
}

TEST_CASE("control characters are those below U+0020, U+007F and U+0080 to U+009F") {
  for (const char* text : {"\x01x", "\t", "\x7f", "\xc2\x80", "\xc2\x9f."}) CHECK(leading_control(text).has_value());
  CHECK(leading_control("\xc2\x85") == 0x85U);
  CHECK(leading_control("\x1b[2J") == 0x1BU);
  for (const char* text : {"", " ", "x\x01", "\xc2\xa0", "\xc3\x80", "é", "日本"}) CHECK(!leading_control(text));
}

}  // namespace
}  // namespace rowgrad
