// `rowgrad trace` and `rowgrad moved` as a user types them: their JSON, and options that would do nothing.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

void check_refused(const Finished& finished, const std::string& part) {
  INFO(finished.err);
  CHECK(finished.code == 2);
  CHECK(finished.out.empty());
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK_THAT(finished.err, Contains(part));
}

TEST_CASE("rates of steps that a trace would not take are refused") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  const std::vector<std::string> one{"rowgrad", "trace", place.out, "--text", "a fine film"};
  for (const std::string option : {"--step", "--lr"}) {
    CAPTURE(option);
    auto command = one;
    command.insert(command.end(), {option, "1"});
    check_refused(run_command(command), option + ": without a label");
    command.insert(command.end(), {"--text", "a dull film", "--token", "film"});
    check_refused(run_command(command), option + ": two texts");
  }
}

TEST_CASE("a trace's JSON names the layer whose gradient is p − q") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  std::vector<std::string> command{"rowgrad", "trace", place.out, "--text", "a fine film", "--json"};
  CHECK_FALSE(Json::parse(run_command(command).out)["classifier"].contains("gap"));
  command.insert(command.end(), {"--label", "positive"});
  CHECK(Json::parse(run_command(command).out)["classifier"]["gap"] == "logits");
}

TEST_CASE("moved answers in JSON what was asked for: every row, those of a table or those of words") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  const auto ask = [&](const std::vector<std::string>& more) {
    std::vector<std::string> command{"rowgrad", "moved", place.out, place.out, "--json"};
    command.insert(command.end(), more.begin(), more.end());
    return run_command(command);
  };
  const Json all = Json::parse(ask({}).out);
  REQUIRE(all.size() == 3);
  for (const Json& parameter : all) CHECK(parameter["rows"].size() == parameter["still"]);
  const Json film = Json::parse(ask({"film"}).out);
  REQUIRE(film[0]["rows"].size() == 1);
  CHECK(film[0]["rows"][0]["name"] == "film");
  CHECK(film[0]["still"] == all[0]["still"]);
  CHECK_FALSE(film[1].contains("rows"));
  const Json table = Json::parse(ask({"--table", "logits.weight"}).out);
  CHECK_FALSE(table[0].contains("rows"));
  CHECK(table[1]["rows"] == all[1]["rows"]);
  check_refused(ask({"cow"}), "cow: no row of \"embed.weight\"");
  check_refused(ask({"-n", "3"}), "--json");
}

}  // namespace
}  // namespace rowgrad
