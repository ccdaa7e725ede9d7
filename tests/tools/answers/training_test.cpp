#include <fmt/format.h>

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"
#include "tools/answers/answer.hpp"

namespace rowgrad {
namespace {

// A folder that looks like a run's, with a log of the test's own.
struct Log {
  explicit Log(const std::string& lines) {
    folder.write("config.json", "{}");
    folder.write("metrics.jsonl", lines);
  }
  Json ask_from(std::size_t from) {
    std::map<std::string, std::string> arguments{{"run", "0"}};
    if (from > 0) arguments["from"] = std::to_string(from);
    Shelf shelf({folder.path()});
    return ask(shelf, {"training", arguments});
  }
  TemporaryFolder folder;
};

std::string lines(std::size_t first, std::size_t last, const char* split = "train") {
  std::string text;
  for (std::size_t step = first; step < last; ++step)
    text += fmt::format("{{\"step\":{},\"split\":\"{}\"}}\n", step, split);
  return text;
}

TEST_CASE("a log is followed line by line, and a line that is being written waits for its end") {
  Log log("");
  log.folder.write("metrics.jsonl", lines(0, 2) + "{\"step\":2");
  Json answer = log.ask_from(0);
  CHECK(answer["lines"].size() == 2);
  const std::size_t next = answer["next"];
  CHECK(next == lines(0, 2).size());
  log.folder.write("metrics.jsonl", lines(0, 4));
  answer = log.ask_from(next);
  CHECK(answer["anew"] == false);
  REQUIRE(answer["lines"].size() == 2);
  CHECK(answer["lines"][0]["step"] == 2);
  CHECK(log.ask_from(answer["next"])["lines"].empty());
}

TEST_CASE("a log that is shorter than it was is read from its start") {
  Log log(lines(0, 100));
  const std::size_t next = log.ask_from(0)["next"];
  log.folder.write("metrics.jsonl", lines(0, 3));
  const Json answer = log.ask_from(next);
  CHECK(answer["anew"] == true);
  CHECK(answer["lines"].size() == 3);
}

TEST_CASE("a long log is thinned evenly, its first and last lines and the dev split's among what is left") {
  Log log(lines(0, 100000) + lines(7, 8, "dev"));
  const Json answer = log.ask_from(0);
  const Json& kept = answer["lines"];
  CHECK(kept.size() > 700);
  CHECK(kept.size() < 1600);
  CHECK(kept.front()["step"] == 0);
  CHECK(kept[kept.size() - 2]["step"] == 99999);
  CHECK(kept.back()["split"] == "dev");
  const std::size_t stride = kept[1]["step"];
  for (std::size_t i = 0; i + 2 < kept.size(); ++i) REQUIRE(kept[i]["step"] == i * stride);
}

TEST_CASE("what is no line of metrics is left out, and a run without a log has no lines") {
  Log log("nonsense\n[1,2]\n" + lines(0, 1));
  CHECK(log.ask_from(0)["lines"].size() == 1);
  std::filesystem::remove(log.folder / "metrics.jsonl");
  CHECK(log.ask_from(0)["lines"].empty());
}

}  // namespace
}  // namespace rowgrad
