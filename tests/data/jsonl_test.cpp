#include "data/jsonl.hpp"

#include "data/complaint.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

std::string complaint(const std::string& line) {
  JsonLine json("text", "label");
  try {
    json.read(line, 7);
  } catch (const Complaint& complaint) {
    return std::to_string(complaint.line) + ": " + complaint.what;
  }
  return "none";
}

TEST_CASE("a text and a label are read from among other keys, in any order") {
  JsonLine json("text", "label");
  json.read(
      R"({"label": "pos", "meta": {"text": "not this", "n": [1, {"label": 2}]}, "text": "a\tfine \u00e9 \ud83d\ude00"})",
      1);
  CHECK(json.text() == "a\tfine \u00e9 \U0001F600");
  CHECK(json.label() == "pos");
}

TEST_CASE("a label may be a number or true or false, as it is written") {
  JsonLine json("t", "l");
  for (const std::string label : {"1", "-3", "0.50", "true"}) {
    json.read(R"({"t": "x", "l": )" + label + "}", 1);
    CHECK(json.label() == label);
  }
}

TEST_CASE("a line that lacks something or is no object is refused") {
  CHECK_THAT(complaint(R"({"text": "x"})"), Catch::Contains("7: expected a string or a number as \"label\""));
  CHECK_THAT(complaint(R"({"label": "x"})"), Catch::Contains("7: expected a string as \"text\""));
  CHECK_THAT(complaint(R"({"text": 5, "label": "x"})"), Catch::Contains("found 5"));
  CHECK_THAT(complaint(R"({"text": "x", "label": null})"), Catch::Contains("\"label\", found null"));
  CHECK_THAT(complaint(R"({"text": "x", "label": "a", "label": "b"})"), Catch::Contains("\"label\" twice"));
  CHECK_THAT(complaint(R"(["text", "label"])"), Catch::Contains("expected a JSON object"));
  CHECK_THAT(complaint(R"({"text": "x", "label")"), Catch::Contains("not JSON"));
  CHECK_THAT(complaint("{\"text\": " + std::string(200000, '[')), Catch::Contains("not JSON"));
}

TEST_CASE("the keys of an object are those of its own scalars") {
  CHECK(json_keys(R"({"a": 1, "b": {"c": 2}, "d": "x"})") == std::vector<std::string>{"a", "d"});
  CHECK(json_keys(R"({"a": null, "d": "x"})") == std::vector<std::string>{"a", "d"});
  CHECK(json_keys("{braces} in a text").empty());
}

}  // namespace
}  // namespace rowgrad
