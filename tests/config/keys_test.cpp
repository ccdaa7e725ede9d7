#include "config/keys.hpp"

#include <fmt/format.h>

#include "config/config.hpp"
#include "config/json_checks.hpp"
#include "config/suggest.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

struct Section {
  std::size_t count = 3;
  double rate = 0.5;
  std::string mode = "dense";
  bool flag = false;
  Size out;
  Keys keys;

  Section() {
    keys.add("count", count, "how many").at_least(1);
    keys.add("rate", rate, "how fast").range(0, 1);
    keys.add("mode", mode, "how").one_of({"dense", "lazy"});
    keys.add("flag", flag, "whether");
    keys.add("out", out, "how wide").required();
  }
  void read(const std::string& json) { keys.read(Json::parse(json), {"a.json", "/model/2"}, "layer Linear"); }
};

TEST_CASE("declared keys are read with their types and keep their defaults") {
  Section section;
  section.read(R"({"out": "classes", "rate": 1})");
  CHECK(section.count == 3);
  CHECK(section.rate == 1.0);
  CHECK(std::get<std::string>(section.out.value) == "classes");
  CHECK(section.keys.write() ==
        Json::parse(R"({"count": 3, "rate": 1.0, "mode": "dense", "flag": false, "out": "classes"})"));
}

TEST_CASE("a key that is wrong says where, what was expected, what was found and what to do") {
  Section section;
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "ratte": 1})"), Contains("a.json: /model/2/ratte") &&
                                                                   Contains("unknown key \"ratte\" of layer Linear") &&
                                                                   Contains("did you mean \"rate\"?"));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "rate": "fast"})"), Contains("/model/2/rate") && Contains("\"fast\""));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "rate": 1.5})"), Contains("at most 1") && Contains("1.5"));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "count": 0})"), Contains("at least 1") && Contains("found 0"));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "count": -1})"), Contains("/model/2/count") && Contains("-1"));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "count": 1.5})"), Contains("/model/2/count"));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "mode": "lasy"})"), Contains("did you mean \"lazy\"?"));
  CHECK_THROWS_WITH(section.read(R"({"out": 2, "flag": 1})"), Contains("/model/2/flag"));
  CHECK_THROWS_WITH(section.read(R"({"rate": 1})"), Contains("missing key \"out\""));
  CHECK_THROWS_WITH(section.read("[]"), Contains("an object"));
}

TEST_CASE("a key is read under the name it had before, written under the new one, and refused under both") {
  double rate = 0.0;
  Keys keys;
  keys.add("learning_rate", rate, "how fast").at_least(0).required().also_called("rate");
  keys.read({{"rate", 0.5}}, {"a.json", ""});
  CHECK(rate == 0.5);
  CHECK(keys.write() == Json{{"learning_rate", 0.5}});
  CHECK(keys.names() == std::vector<std::string>{"learning_rate"});
  CHECK_THROWS_WITH(keys.read({{"rate", 1}, {"learning_rate", 2}}, {"a.json", ""}),
                    Contains("a.json: /rate") && Contains("old name of \"learning_rate\""));
  CHECK_THROWS_WITH(keys.read({{"rate", -1}}, {"a.json", ""}), Contains("a.json: /rate") && Contains("at least 0"));
  CHECK_THROWS_WITH(keys.read(Json::object(), {"a.json", ""}), Contains("missing key \"learning_rate\""));
}

TEST_CASE("an override takes a key by its old name too, and replaces what the config gives under either") {
  for (const char* name : {"more_words", "extra_vocabulary"}) {
    Json config{{"data", {{"task", "sentiment"}, {"train", "a.tsv"}, {"more_words", "old.bin"}}}};
    apply_override(config, fmt::format("data.{}=/new.bin", name));
    CHECK(config["data"] == Json{{"task", "sentiment"}, {"train", "a.tsv"}, {"extra_vocabulary", "/new.bin"}});
  }
}

TEST_CASE("suggestions name the nearest legal name, or all of them") {
  const std::vector<std::string> legal{"classes", "vocab", "d"};
  CHECK(suggest("clases", legal) == "did you mean \"classes\"?");
  CHECK(suggest("Vocab", legal) == "did you mean \"vocab\"?");
  CHECK_THAT(suggest("hidden", legal), Contains("legal: \"classes\", \"vocab\", \"d\""));
  CHECK(edit_distance("form", "from") == 1);
  CHECK(edit_distance("", "abc") == 3);
  CHECK_THAT(suggest(std::string(10000000, 'x'), legal), Contains("legal: "));
}

TEST_CASE("a whole number may be as large as a seed, or as a count, and no larger") {
  std::size_t count = 0, seed = 0;
  Keys keys;
  keys.add("count", count, "how many");
  keys.add("seed", seed, "of random numbers").range(0, 0x1p64);
  const Where where{"a.json", ""};
  keys.read(Json::parse(R"({"count": 9007199254740992, "seed": 18446744073709551615})"), where);
  CHECK(count == std::size_t{1} << 53);
  CHECK(seed == ~std::size_t{0});
  CHECK(keys.write() == Json::parse(R"({"count": 9007199254740992, "seed": 18446744073709551615})"));
  for (const char* text :
       {R"({"count": 4611686018427387904})", R"({"count": 9223372036854775808})", R"({"count": 1e19})",
        R"({"count": 1e300})", R"({"seed": 18446744073709551616})", R"({"seed": -1})"})
    CHECK_THROWS_WITH(keys.read(Json::parse(text), where), Contains("a.json: /"));
  keys.read(Json::parse(R"({"count": 1e6})"), where);
  CHECK(count == 1000000);
}

TEST_CASE("sizes are small enough for their products") {
  Section section;
  section.read(R"({"out": 2147483647})");
  CHECK_THROWS_WITH(section.read(R"({"out": 2147483648})"), Contains("/model/2/out") && Contains("at most 2147483647"));
  CHECK_THROWS_WITH(section.read(R"({"out": 9223372036854775808})"), Contains("at most 2147483647"));
  CHECK_THROWS_WITH(Value<Sizes>::read({{"d", 1e10}}, {"a.json", "/sizes"}), Contains("/sizes/d"));
}

TEST_CASE(
    "JSON nested deep, or with a key longer than any name, is refused in time and without overflowing the stack") {
  const std::string deep(1000000, '['), object = "{\"" + std::string(10000000, 'k') + "\": 1}";
  CHECK_THROWS_WITH(parse_json(deep, "b.json"), Contains("b.json: lists and objects are nested more than 100 deep"));
  CHECK_THROWS_WITH(parse_json(object, "b.json"), Contains("has 10000000 bytes"));
  CHECK_THROWS_WITH(Value<Json>::parse(deep), Contains("nested more than 100 deep"));
  std::string legal = "1";
  for (int i = 0; i < JsonChecks::deepest; ++i) legal = "[" + legal + "]";
  CHECK(parse_json(legal, "b.json").is_array());
  CHECK_THROWS_WITH(parse_json("[" + legal + "]", "b.json"), Contains("more than 100 deep"));
}

TEST_CASE("a message stays short however long what was found is, and is cut between characters") {
  const std::string text = std::string(199, 'x') + "é" + std::string(1000000, 'y');
  CHECK(shortened(text) == std::string(199, 'x') + "…");
  CHECK(shortened("short") == "short");
  try {
    parse_json("[\"" + text, "b.json");
    FAIL("no error");
  } catch (const Error& e) {
    CHECK(std::string(e.what()).size() < 400);
  }
}

TEST_CASE("text and file names that are not UTF-8 are refused when they are read, not when they are written") {
  CHECK_THROWS_WITH(Value<Path>::read("caf\xe9.tsv", {"a.json", "/data/train"}),
                    Contains("a.json: /data/train: expected a file name in UTF-8"));
  CHECK_THROWS_WITH(Value<Path>::read("a.tsv", {"/caf\xe9/a.json", "/data/train"}), Contains("in UTF-8"));
  CHECK_THROWS_WITH(Value<std::string>::read("\xff", {"a.json", "/x"}), Contains("byte 1"));
  CHECK(Value<Path>::read("café.tsv", {"/a.json", ""}).value == "/café.tsv");
  Json config = Json::object();
  CHECK_THROWS_WITH(apply_override(config, "data.train=caf\xe9.tsv"), Contains("byte 15 is not valid UTF-8"));
}

TEST_CASE("text that is not JSON is refused with line and column, a repeated key with its name") {
  CHECK_THROWS_WITH(parse_json("{\n  \"a\": 1,\n  oops\n}", "b.json"), Contains("b.json:3:") && Contains("not JSON"));
  CHECK_THROWS_WITH(parse_json("", "b.json"), Contains("b.json:1:1"));
  CHECK_THROWS_WITH(parse_json(R"({"a": {"b": 1, "b": 2}})", "b.json"), Contains("\"b\" appears twice"));
  CHECK(parse_json(R"({"a": {"b": 1}, "c": {"b": 2}})", "b.json")["c"]["b"] == 2);
}

}  // namespace
}  // namespace rowgrad
