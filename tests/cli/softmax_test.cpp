// rowgrad softmax as a user asks it; the numbers themselves are tested beside analysis/ and in claims/.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Finished ask(std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), {"rowgrad", "softmax"});
  return run_command(arguments);
}

TEST_CASE("rowgrad softmax shows the signal without being asked anything, and the same by its options") {
  const Finished plain = ask({});
  CHECK(plain.code == 0);
  CHECK(plain.err.empty());
  CHECK_THAT(plain.out, Contains("0.417030 nats") && Contains("-0.340999"));
  CHECK(ask({"--scores", "2, 1,0.1", "--label", "0"}).out == plain.out);
  CHECK(ask({"--target", "1,0,0"}).out == plain.out);
}

TEST_CASE("rowgrad softmax answers in JSON, in which what is infinite or undefined is null") {
  const Json json = Json::parse(ask({"--scores", "-800,0", "--json"}).out);
  CHECK(json["loss"]["value"] == 800.0);
  CHECK(json["signal"][0] == -1.0);
  CHECK(json["dloss_dp"][0].is_null());
  CHECK(json["product"][0].is_null());
  const Json way = Json::parse(ask({"--step", "1", "--steps", "3", "--json"}).out)["descent"];
  CHECK(way["falls"] == true);
  CHECK(way["first_rise"].is_null());
  CHECK(way["way"].size() == 4);
  CHECK(Json::parse(ask({"--curves", "--json"}).out).size() == 14);
}

TEST_CASE("rowgrad softmax says at which step the loss first rose") {
  CHECK_THAT(ask({"--target", ".7,.2,.1", "--step", "3.9", "--steps", "200"}).out,
             Contains("rose at none of 200 steps"));
  CHECK_THAT(ask({"--target", ".5,.5,0", "--step", "5", "--steps", "200"}).out,
             Contains("The loss rose, first at step"));
}

TEST_CASE("rowgrad softmax refuses what is no scores, label, target or step, in one line") {
  const std::vector<std::pair<std::vector<std::string>, std::string>> cases{
      {{"--scores", "1,x"}, "--scores: expected finite numbers with commas between them, found \"x\""},
      {{"--scores", "1,,2"}, "found \"\""},
      {{"--scores", "1,inf"}, "found \"inf\""},
      {{"--scores", "1 2"}, "found \"1 2\""},
      {{"--scores", "3"}, "error: --scores: expected 2 to 100, found 1"},
      {{"--label", "3"}, "error: --label: expected a class from 0 to 2, found 3"},
      {{"--label", "-1"}, "--label"},
      {{"--target", ".5,.5"}, "error: --target: expected 3 numbers, one per score, found 2"},
      {{"--target", "1,1,-1"}, "expected probabilities, found -1"},
      {{"--target", ".5,.3,.3"}, "whose sum is 1, found 1.1"},
      {{"--target", "1,0,0", "--label", "0"}, "--label"},
      {{"--step", "0"}, "error: --step: expected a number above 0"},
      {{"--step", "nan"}, "step"},
      {{"--step", "1", "--steps", "1000000000"}, "--steps"},
      {{"--steps", "5"}, "--step"},
      {{"--loss", "hinge"}, "--loss"},
      {{"--curves", "--label", "1"}, "--curves"}};
  for (const auto& [arguments, part] : cases) {
    CAPTURE(arguments);
    const Finished refused = ask(arguments);
    CHECK(refused.code == 2);
    CHECK(refused.out.empty());
    CHECK_THAT(refused.err, Contains(part));
    CHECK(std::count(refused.err.begin(), refused.err.end(), '\n') == 1);
  }
}

}  // namespace
}  // namespace rowgrad
