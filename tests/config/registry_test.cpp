// Everything registers itself from its own file. A linker that drops a file would drop its name without a word, so
// all names are listed here. A new one need not be added for its own sake.
#include <fmt/ranges.h>

#include <set>

#include "config/catalogue.hpp"
#include "engine/fused_step.hpp"
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

TEST_CASE("every layer, rule, schedule, task and engine is registered") {
  check_registered("model",
                   {"Add",  "Attention",        "BatchNorm", "Dot",       "Dropout",   "Embedding", "Flatten", "GELU",
                    "GRU",  "LayerNorm",        "Linear",    "Mean",      "Multiply",  "Position",  "RMSNorm", "RNN",
                    "ReLU", "SampledSoftmaxCE", "SiLU",      "SigmoidCE", "SoftmaxCE", "Sum",       "Tanh"});
  check_registered("optimizer", {"Adagrad", "Adam", "AdamW", "RowAdagrad", "SGD"});
  check_registered("schedule", {"constant", "cosine", "linear", "step"});
  check_registered("data", {"classification", "lm", "word2vec"});
  check_registered("train", {"graph", "hogwild"});
}

TEST_CASE("an old name of a task is legal, and listed nowhere") {
  const CatalogueSection& data = catalogue_section("data");
  const Where where{"a.json", "/data"};
  CHECK(selected_type(data, {{"task", "sentiment"}}, where) == "sentiment");
  CHECK(missing({"sentiment"}, data.types()).size() == 1);
  CHECK(data.doc("sentiment") == "the old name of classification");
  CHECK_THROWS_WITH(selected_type(data, {{"task", "sentiments"}}, where), Catch::Contains("unknown task"));
}

// Without its fused step a model still trains, only several times slower.
TEST_CASE("every fused step is registered") {
  CHECK(missing({"bag of embeddings", "cbow", "skip-gram"}, Registry<FusedStepKind>::instance().names()).empty());
}

TEST_CASE("every command is there") {
  const Finished help = run_command({"rowgrad", "--help"});
  for (const std::string command :
       {"analogies", "analogy", "attention",    "bias",     "bigram",      "count",      "direction", "evaluate",
        "explore",   "export",  "fetch",        "generate", "gradcheck",   "intruder",   "layers",    "lookup",
        "moved",     "nearest", "nearest-pair", "noise",    "output-cost", "parameters", "pca",       "plot",
        "pmi",       "predict", "report",       "schema",   "similarity",  "softmax",    "trace"}) {
    CAPTURE(command);
    CHECK(help.out.find("\n  " + command) != std::string::npos);
  }
}

}  // namespace
}  // namespace rowgrad
