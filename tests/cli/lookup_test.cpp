// `rowgrad lookup`, `moved`, `layers --start` and a trace without a label, as a reader of the chapter types them.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"
#include "tests/cli/workplace.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

Json ask(std::vector<std::string> command) {
  command.insert(command.begin(), "rowgrad");
  command.emplace_back("--json");
  const Finished finished = run_command(command);
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return Json::parse(finished.out);
}

void check_refused(std::vector<std::string> command, const std::string& part) {
  command.insert(command.begin(), "rowgrad");
  const Finished finished = run_command(command);
  INFO(finished.err);
  CHECK(finished.code == 2);
  CHECK(finished.out.empty());
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK_THAT(finished.err, Contains(part));
}

TEST_CASE("rowgrad lookup shows the product, the lookup and the gradient by row") {
  const Json found = ask({"lookup", "--renumber", "3,0,4,1,2"});
  CHECK(found["product"] == found["lookup"]);
  CHECK(found["lookup"][0] == found["table"][1]);
  CHECK(found["lookup"][1] == found["table"][3]);
  CHECK(found["rows_touched"] == Json({1, 3}));
  CHECK(found["gradient"] == Json({{0, 0, 0}, {4, 4, 4}, {0, 0, 0}, {2, 2, 2}, {0, 0, 0}}));
  CHECK(found["renumbered"]["lookup"] == found["lookup"]);
  CHECK(found["renumbered"]["as_number"]["before"] != found["renumbered"]["as_number"]["after"]);
  CHECK(ask({"lookup", "--renumber", "random", "--vocab", "40", "--seed", "3"})["renumbered"]["lookup_equal"] == true);
  CHECK_THAT(run_command({"rowgrad", "lookup"}).out,
             Contains("equal to the bit: yes") && Contains("rows touched: 2 of 5"));
}

TEST_CASE("rowgrad lookup tells cost by vocabulary, rows drawn, and a text's matrix") {
  const Json costs = ask({"lookup", "--sizes", "100,2000", "--dim", "8", "--repeat", "3"});
  REQUIRE(costs.size() == 2);
  CHECK(costs[0]["multiplications"] == 800);
  CHECK(costs[1]["multiplications"] == 16000);
  CHECK(costs[1]["equal"] == true);
  CHECK(costs[1]["lookup_seconds"] > 0);
  const Json drawn = ask({"lookup", "--batch", "64", "--vocab", "1000"});
  CHECK(drawn[0]["rows_touched"] > drawn[1]["rows_touched"]);
  const Json text = ask({"lookup", "--text", "Hello world", "--dim", "4"});
  CHECK(text["ids"] == Json({0, 1}));
  CHECK(text["stacked"].size() == 2);
  CHECK(text["stacked"][0].size() == 4);
}

TEST_CASE("rowgrad lookup refuses ids, permutations, texts, sizes and words that are none") {
  check_refused({"lookup", "--ids", "1,5"}, "--ids: expected ids below 5, found 5");
  check_refused({"lookup", "--renumber", "0,1,2,2,4"}, "expected each of 0 to 4 once, found \"2\"");
  check_refused({"lookup", "--renumber", "0,1,2"}, "expected 5 numbers, found 3");
  check_refused({"lookup", "--renumber", "-1,1,2,3,4"}, "--renumber");
  check_refused({"lookup", "--text", ""}, "expected some words, found none");
  check_refused({"lookup", "--text", "\xff"}, "not valid UTF-8");
  check_refused({"lookup", "--sizes", "4000000000", "--dim", "1000000"}, "GB of memory");
  check_refused({"lookup", "--vocab", "4000000000", "--dim", "1000000"}, "GB of memory");
  check_refused({"lookup", "--sizes", "0"}, "--sizes");
  check_refused({"layers", "Embedding", "--start", "4000000000", "1000000"}, "GB of memory");
  check_refused({"layers", "Linear", "--start", "10", "10"}, "--start: is about tables");
  const TemporaryFolder folder;
  const std::string file = folder.write("v.txt", "cat 1 0\ndog 1 1\n").string();
  check_refused({"lookup", file, "cat"}, "at least two words");
  check_refused({"lookup", file, "cat", "cow"}, "\"cow\"");
  CHECK(ask({"lookup", file, "cat", "dog"})[0]["one_hot_dot"] == 0);
}

TEST_CASE("rowgrad lookup refuses options that the question asked does not read") {
  for (const char* const option : {"--vocab", "--ids", "--renumber"}) {
    check_refused({"lookup", "--sizes", "10", option, "2"}, option);
    check_refused({"lookup", "--text", "a", option, "2"}, option);
  }
  check_refused({"lookup", "--batch", "8", "--ids", "1"}, "--ids");
  check_refused({"lookup", "--batch", "8", "--dim", "2"}, "--dim");
  check_refused({"lookup", "--tokenizer", "words"}, "--text");
  check_refused({"lookup", "--repeat", "2"}, "--sizes");
  check_refused({"lookup", "runs/any", "cat", "dog", "--seed", "2"}, "--seed");
  check_refused({"layers", "Embedding", "--start", "10", "10", "--markdown"}, "--markdown");
}

TEST_CASE("layers Embedding --start sets the default beside the other rules") {
  const Json starts = ask({"layers", "Embedding", "--start", "200", "16"});
  CHECK(starts[0]["init"] == "{\"normal\":0.02}");
  CHECK(starts[0]["deviation"].get<double>() == Approx(0.02).epsilon(0.05));
  CHECK(starts.size() == 6);
}

TEST_CASE("rowgrad moved tells still rows from moved ones, and trace needs no label to go forward") {
  const Workplace place;
  place.folder.write("words.txt", "a\nfine\nfilm\ndull\nferret\n");
  Json config = good_config();
  config["data"]["vocab"] = "words.txt";
  config["train"]["epochs"] = 0;
  REQUIRE(place.train(config).code == 0);
  const std::string end = (place.folder / "end").string();
  REQUIRE(run_command({"train", "--config", place.config, "--set", "train.epochs=1", "--out", end, "--quiet"}).code ==
          0);
  const Json moved = ask({"moved", place.out, end})[0];
  CHECK(moved["parameter"] == "embed.weight");
  CHECK(moved["still"] == 1);
  CHECK(moved["moved"] == 4);
  CHECK_THAT(run_command({"rowgrad", "moved", place.out, end, "ferret"}).out, Contains("ferret  exactly still"));
  check_refused({"moved", place.out, end, "cow"}, "cow: no row of \"embed.weight\"");
  check_refused({"moved", place.out, end, "--table", "embed.wight"}, "did you mean \"embed.weight\"");

  const Json forward = ask({"trace", end, "--text", "a fine film"});
  CHECK(forward["forward"][0]["values"].size() == 3);
  CHECK_FALSE(forward.contains("loss"));
  const Json trace = ask({"trace", end, "--text", "a fine film", "--label", "positive", "--step", "1"});
  CHECK(trace["updates"][0]["optimizer"] == "SGD");
  CHECK(trace["updates"][0]["lr"] == 1.0);
  CHECK(trace["updates"][0]["parameters"][0]["rows_moved"] == 3);
}

}  // namespace
}  // namespace rowgrad
