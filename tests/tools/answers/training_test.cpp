#include <fmt/format.h>
#include <sys/stat.h>

#include "core/error.hpp"
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
  Json ask_from(std::size_t from, const std::string& log = {}) {
    std::map<std::string, std::string> arguments{{"run", "0"}};
    if (from > 0) arguments.insert({{"from", std::to_string(from)}, {"log", log}});
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
  const std::string which = answer["log"];
  answer = log.ask_from(next, which);
  CHECK(answer["anew"] == false);
  REQUIRE(answer["lines"].size() == 2);
  CHECK(answer["lines"][0]["step"] == 2);
  CHECK(log.ask_from(answer["next"], which)["lines"].empty());
}

TEST_CASE("a log that was begun anew is read from its start, whether shorter or longer than the one before") {
  Log log(lines(0, 10));
  const Json before = log.ask_from(0);
  for (const std::string& anew : {lines(5, 8), lines(5, 100)}) {
    log.folder.write("metrics.jsonl", anew);
    const Json answer = log.ask_from(before["next"], before["log"]);
    CHECK(answer["anew"] == true);
    CHECK(answer["lines"][0]["step"] == 5);
  }
}

TEST_CASE("a log that was cut and has grown past the place again is read from its start") {
  Log log(lines(0, 10));
  const Json before = log.ask_from(0);
  log.folder.write("metrics.jsonl", lines(0, 5) + lines(100, 110));
  CHECK(log.ask_from(before["next"], before["log"])["anew"] == true);
}

TEST_CASE("a log that is a pipe, a link or one endless line keeps nobody waiting") {
  Log log("");
  const auto file = log.folder / "metrics.jsonl";
  log.folder.write("metrics.jsonl", lines(0, 1) + std::string(5'000'000, '[') + "\n" + lines(1, 2));
  CHECK(log.ask_from(0)["lines"].size() == 2);
  std::filesystem::remove(file);
  std::filesystem::create_symlink(log.folder.write("elsewhere", lines(0, 1)), file);
  CHECK_THROWS_AS(log.ask_from(0), Error);
  std::filesystem::remove(file);
  REQUIRE(::mkfifo(file.c_str(), 0600) == 0);
  CHECK_THROWS_AS(log.ask_from(0), Error);
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
