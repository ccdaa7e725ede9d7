#include "run/metrics_log.hpp"

#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

constexpr const char* two_lines =
    R"({"step": 10, "epoch": 0, "split": "train", "loss": 0.5, "lr": 0.1, "rows_touched": 3, "seconds": 1.5})"
    "\n"
    R"({"step": 20, "epoch": 1, "split": "dev", "loss": null, "accuracy": 0.75})"
    "\n";

TEST_CASE("a log is read back line by line, and what a line lacks is none") {
  const TemporaryFolder folder;
  const auto lines = read_metrics_log(folder.write("metrics.jsonl", two_lines));
  REQUIRE(lines.size() == 2);
  CHECK(lines[0].step == 10);
  CHECK(lines[0].loss == 0.5);
  CHECK(lines[0].seconds == 1.5);
  CHECK_FALSE(lines[0].accuracy);
  CHECK(lines[1].split == "dev");
  CHECK_FALSE(lines[1].loss);
  CHECK(lines[1].accuracy == 0.75);
}

TEST_CASE("a last line that is being written is left out, and one that is none is named") {
  const TemporaryFolder folder;
  const auto unfinished = folder.write("a.jsonl", std::string(two_lines) + R"({"step": 30, "ep)");
  CHECK(read_metrics_log(unfinished).size() == 2);
  CHECK(last_logged_metrics(unfinished).at("dev").step == 20);
  CHECK(read_metrics_log(folder.write("b.jsonl", "")).empty());
  CHECK_THROWS_WITH(read_metrics_log(folder.write("c.jsonl", std::string(two_lines) + "nonsense\n")),
                    Catch::Contains("c.jsonl:3"));
}

TEST_CASE("the last line of each split is found at the end of a long log") {
  const TemporaryFolder folder;
  std::string text = two_lines;
  for (int i = 0; i < 40000; ++i)
    text += R"({"step": )" + std::to_string(i) +
            R"(, "epoch": 2, "split": "train"})"
            "\n";
  const auto last = last_logged_metrics(folder.write("metrics.jsonl", text));
  CHECK(last.at("train").step == 39999);
  CHECK_FALSE(last.contains("dev"));  // beyond the last million bytes
}

}  // namespace
}  // namespace rowgrad
