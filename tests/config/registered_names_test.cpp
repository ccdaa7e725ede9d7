// Everything registers itself from its own file. A linker that drops a file would drop its name without a word, so
// the names the documentation and the configs rely on are listed here.
#include <fmt/ranges.h>

#include <set>

#include "config/catalogue.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

std::vector<std::string> missing(const std::vector<std::string>& expected, const std::vector<std::string>& names) {
  const std::set<std::string> present(names.begin(), names.end());
  std::vector<std::string> absent;
  for (const auto& name : expected) {
    if (!present.contains(name)) absent.push_back(name);
  }
  return absent;
}

void check_registered(const std::string& section, const std::vector<std::string>& expected) {
  const auto absent = missing(expected, catalogue_section(section).types());
  INFO(section << " lacks " << fmt::format("{}", fmt::join(absent, ", ")));
  CHECK(absent.empty());
}

TEST_CASE("every layer, rule, schedule, task and engine the documentation names is registered") {
  check_registered("model",
                   {"Dot", "Dropout", "Embedding", "Linear", "Mean", "ReLU", "SigmoidCE", "SoftmaxCE", "Sum", "Tanh"});
  check_registered("optimizer", {"AdamW", "SGD"});
  check_registered("schedule", {"constant", "linear"});
  check_registered("data", {"lm", "sentiment", "word2vec"});
  check_registered("train", {"graph", "hogwild"});
}

TEST_CASE("every command the documentation names is there") {
  const Finished help = run_command({"rowgrad", "--help"});
  for (const std::string command :
       {"analogies", "analogy", "count", "crowding", "direction", "evaluate", "export", "generate", "gradcheck",
        "intruder", "layers", "nearest", "parameters", "pca", "pmi", "predict", "schema", "similarity"}) {
    CAPTURE(command);
    CHECK(help.out.find("\n  " + command) != std::string::npos);
  }
}

}  // namespace
}  // namespace rowgrad
