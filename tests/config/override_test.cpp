#include "config/config.hpp"
#include "config/value.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Json with(const std::string& assignment) {
  Json config = Json::parse(R"({"sizes": {"d": 8}, "model": [
    {"name": "embed", "layer": "Embedding", "input": "tokens", "dim": "d"}]})");
  apply_override(config, assignment);
  return config;
}

TEST_CASE("a start file that is not a name is refused, not taken for the default start") {
  CHECK_THROWS_WITH(with(R"(model.embed.init={"file": 3})"), Contains("/file") && Contains("found 3"));
  CHECK(with(R"(model.embed.init={"file": "/v.bin"})")["model"][0]["init"]["file"] == "/v.bin");
}

TEST_CASE("one of the sizes can be set beside the others") {
  CHECK(with("sizes.hidden=4")["sizes"] == Json::parse(R"({"d": 8, "hidden": 4})"));
  CHECK_THROWS_WITH(with("sizes.d=0"), Contains("at least 1"));
}

// A config type of this test's own: what follows is all that a new one takes.
struct Percent {
  double value = 0.0;
};

}  // namespace

template <>
struct Value<Percent> : ValueDefaults {
  static constexpr const char* type = "percent";
  static Percent read(const Json& j, const Where& w) { return {Value<double>::read(j, w) / 100}; }
  static Json write(const Percent& p) { return 100 * p.value; }
  static Json schema() { return {{"type", "number"}, {"maximum", 100}}; }
};

TEST_CASE("a new type of config value is one specialisation of Value") {
  Percent share;
  Keys keys;
  keys.add("share", share, "how much").required();
  keys.read({{"share", 25}}, {"a.json", ""});
  CHECK(share.value == 0.25);
  CHECK(keys.write() == Json{{"share", 25.0}});
  CHECK(keys.find("share")->schema()["maximum"] == 100);
}

}  // namespace rowgrad
