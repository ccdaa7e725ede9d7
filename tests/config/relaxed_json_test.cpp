#include "config/relaxed_json.hpp"

#include "config/config.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

std::string strict(const std::string& text) { return to_strict_json(text, "test"); }

TEST_CASE("comments and commas after the last item become blanks, line by line") {
  CHECK(strict("{} // a \"comment\"\n") == "{}               \n");
  CHECK(strict("[1, /* two\r\n lines */ 2]") == "[1,       \r\n          2]");
  CHECK(strict("[1, 2,]") == "[1, 2 ]");
  CHECK(strict("{\"a\": [1,],\n}") == "{\"a\": [1 ] \n}");
  CHECK(strict("[1, // one\n /**/ ]") == "[1        \n      ]");
  CHECK(strict("[1]/**/") == "[1]    ");
  CHECK(strict("[1] //") == "[1]   ");
  CHECK(strict("") == "");
}

TEST_CASE("what stands in a string stays, and so does what no comment explains") {
  for (const char* text : {R"({"url": "http://x/*y*/", "list": "[1,]"})", R"(["\"//", "\\", ",]"])", "[,]", "{,}",
                           "[1,,]", "[1, /]", "{\"a\":,}", "*/", "[1 / 2]", "\"", "\"\\"}) {
    CAPTURE(text);
    CHECK(strict(text) == text);
  }
  CHECK(strict("[1,,] // [1,]") == "[1,,]        ");
}

TEST_CASE("a comment without an end is refused where it begins") {
  CHECK_THROWS_WITH(strict("{\n  \"a\": 1 /* and so on }"), Catch::StartsWith("test:2:10: this comment has no end"));
  CHECK_THROWS_WITH(strict("/*/"), Catch::StartsWith("test:1:1:"));
}

TEST_CASE("a config with comments and trailing commas is read, and its mistakes keep their line and column") {
  const TemporaryFolder folder;
  const std::string file = folder.write("config.json", R"({
  // Paths are relative to this file.
  "data": { "task": "lm", "train": "a//b.txt", },
  "model": [], /* the layers
                  come later */ "train": { "epochs": 1, },
}
)");
  const Config config = Config::load(file);
  CHECK(config.data["train"] == "a//b.txt");
  CHECK(config.train["epochs"] == 1);
  const std::string wrong = folder.write("wrong.json", "{\n  /* a\n comment */ \"data\": oops,\n}\n");
  CHECK_THROWS_WITH(Config::load(wrong), Catch::Contains("wrong.json:3:21: this is not JSON"));
}

TEST_CASE("other JSON files are read strictly") {
  CHECK_THROWS_WITH(parse_json("[1,]", "test"), Catch::Contains("this is not JSON"));
  CHECK_THROWS_WITH(parse_json("[1] // one", "test"), Catch::Contains("this is not JSON"));
}

}  // namespace
}  // namespace rowgrad
