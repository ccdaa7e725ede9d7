#include "tools/answers/arguments.hpp"

#include "core/error.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Arguments given(const std::map<std::string, std::string>& values) { return Arguments(values); }

TEST_CASE("an argument that no answer asked for is refused, with those it takes") {
  Arguments arguments = given({{"run", "0"}, {"tabel", "u"}});
  arguments.whole("run", {}, 0);
  arguments.text("table", "");
  CHECK_THROWS_WITH(arguments.refuse_others(), Contains("tabel") && Contains("it takes run, table"));
}

TEST_CASE("a number that is none, is out of its range or has something behind it is refused by name") {
  for (const char* const wrong : {"", "-1", "1.5", "11", "3 ", "0x2", "99999999999999999999"}) {
    Arguments arguments = given({{"count", wrong}});
    CHECK_THROWS_WITH(arguments.whole("count", {}, 0, 10), Contains("count: expected a whole number from 0 to 10"));
  }
  for (const char* const wrong : {"", "nan", "inf", "1e400", "2", "1,5"}) {
    Arguments arguments = given({{"step", wrong}});
    CHECK_THROWS_WITH(arguments.number("step", {}, 0.0, 1.5), Contains("step: expected a number from 0 to 1.5"));
  }
  Arguments good = given({{"count", "10"}, {"step", "1e-3"}});
  CHECK(good.whole("count", {}, 0, 10) == 10);
  CHECK(good.number("step", {}, 0.0, 1.0) == 0.001);
}

TEST_CASE("what is not given has its default, and without one is asked for") {
  Arguments none = given({});
  CHECK(none.whole("count", 7, 0) == 7);
  CHECK(none.text("text", "x") == "x");
  CHECK(none.one_of("loss", {"cross-entropy", "squared"}) == "cross-entropy");
  CHECK(none.list("words").empty());
  CHECK_THROWS_WITH(none.text("text"), Contains("text: is needed"));
}

TEST_CASE("a text that is not UTF-8 is refused, and a long one is cut in the message") {
  CHECK_THROWS_WITH(given({{"text", "\xff"}}).text("text"), Contains("not valid UTF-8"));
  CHECK_THROWS_WITH(given({{"text", std::string(1, '\0')}}).text("text"), Contains("byte of 0"));
  Arguments long_one = given({{"count", std::string(10000, '9')}});
  try {
    long_one.whole("count", {}, 0);
    FAIL("was taken");
  } catch (const Error& error) {
    CHECK(std::string(error.what()).size() < 250);
  }
}

}  // namespace
}  // namespace rowgrad
