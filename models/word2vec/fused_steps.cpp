// The fused steps of word2vec: skip-gram with negative sampling, by pair and by window, and CBOW.
#include <spdlog/spdlog.h>

#include "config/catalogue.hpp"
#include "models/word2vec/fused_worker.hpp"
#include "train/fused_step.hpp"
#include "train/graph_pattern.hpp"

namespace rowgrad {
namespace {

// What fits every word2vec model: an input side (in), a true target and noise in one table (out), two losses.
std::string pattern(const std::string& inputs, const std::string& hidden, const std::string& target) {
  const std::string bag = hidden.empty() ? "" : R"({"name": "h", "layer": ")" + hidden + R"(", "input": "in"},)";
  const std::string h = hidden.empty() ? "in" : "h";
  return R"([{"name": "in", "layer": "Embedding", "input": ")" + inputs + R"(", "dim": "*", "init": "*"},)" + bag +
         R"({"name": "out", "layer": "Embedding", "input": ")" + target + R"(", "dim": "*", "init": "*"},
            {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "out.weight", "dim": "*", "init": "*"},
            {"name": "positive", "layer": "Dot", "inputs": [")" +
         h + R"(", "out"]},
            {"name": "negative", "layer": "Dot", "inputs": [")" +
         h + R"(", "noise"]},
            {"name": "attract", "layer": "SigmoidCE", "input": "positive", "target": 1.0},
            {"name": "repel", "layer": "SigmoidCE", "input": "negative", "target": 0.0}])";
}

class FusedWindowStep : public FusedStep {
 public:
  std::string task() const override { return "word2vec"; }

  std::string mismatch(const Experiment& e) const override {
    const Json config = e.resolved();
    const Json& optimizer = config["optimizer"];
    if (optimizer["type"] != "SGD")
      return fmt::format("optimizer.type is {}, expected SGD", optimizer["type"].get<std::string>());
    const auto [rule, rule_keys] = declared_keys<Rule>("SGD");
    if (const auto key = unusual_key(optimizer, rule_keys, {"lr"}); !key.empty())
      return fmt::format("optimizer.{} is set, expected plain SGD", key);
    const auto [engine, engine_keys] = declared_keys<Engine>("hogwild");
    const std::vector<std::string> free{"epochs", "log_every", "checkpoint_seconds", "vectors",
                                        "fused",  "reduction", "batch_size"};
    if (const auto key = unusual_key(config["train"], engine_keys, free); !key.empty())
      return fmt::format("train.{} is set", key);
    if (e.engine().options.reduction != "sum") return "train.reduction is \"mean\", expected \"sum\"";
    if (e.engine().options.batch_size != 1)
      return fmt::format("train.batch_size is {}, expected 1: window by window", e.engine().options.batch_size);
    const bool pairs = static_cast<const Word2vecTask&>(e.task()).pairs();
    std::string reason = fmt::format("data.sampling is \"{}\"", pairs ? "pair" : "window");
    for (const Form& form : forms()) {
      if ((form.kind == Word2vecRoles::pairs) != pairs) continue;
      reason = form.pattern.mismatch(e.graph());
      if (reason.empty()) return {};
    }
    return reason;
  }

  std::unique_ptr<Worker> worker(Training& training, const BatchRequest& request) const override {
    const Graph& graph = training.experiment.graph();
    const bool pairs = static_cast<const Word2vecTask&>(training.experiment.task()).pairs();
    for (const Form& form : forms()) {
      if ((form.kind == Word2vecRoles::pairs) != pairs || !form.pattern.mismatch(graph).empty()) continue;
      const auto nodes = form.pattern.nodes(graph);
      const auto table = [&](const char* name) { return graph.nodes()[nodes.at(name)].parameters[0]; };
      const std::size_t attract = graph.losses()[0] == nodes.at("attract") ? 0 : 1;
      const Word2vecRoles roles{form.kind, table("in"), table("out"), attract, 1 - attract};
      return std::make_unique<FusedWindowWorker>(training, request, roles);
    }
    return nullptr;
  }

 protected:
  struct Form {
    Word2vecRoles::Kind kind;
    GraphPattern pattern;
  };
  virtual const std::vector<Form>& forms() const = 0;
};

class SkipGramStep : public FusedWindowStep {
  const std::vector<Form>& forms() const override {
    static const std::vector<Form> forms{{Word2vecRoles::pairs, GraphPattern(pattern("center", "", "context"))},
                                         {Word2vecRoles::windows, GraphPattern(pattern("context", "", "center"))}};
    return forms;
  }
};

class CbowStep : public FusedWindowStep {
  const std::vector<Form>& forms() const override {
    static const std::vector<Form> forms{{Word2vecRoles::bag_sum, GraphPattern(pattern("context", "Sum", "center"))},
                                         {Word2vecRoles::bag_mean, GraphPattern(pattern("context", "Mean", "center"))}};
    return forms;
  }
};

const bool registered = register_as<FusedStep, SkipGramStep>("skip-gram", "negative sampling, by pair or window") &&
                        register_as<FusedStep, CbowStep>("cbow", "negative sampling, sum or mean of the context");

}  // namespace
}  // namespace rowgrad
