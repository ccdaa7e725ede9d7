// The fused steps of word2vec: skip-gram with negative sampling, by pair and by window, and CBOW.
#include <fmt/format.h>

#include "config/registry.hpp"
#include "engine/fused_step.hpp"
#include "engine/graph_pattern.hpp"
#include "models/word2vec/fused_worker.hpp"

namespace rowgrad {
namespace {

using Kind = Word2vecRoles::Kind;

const char* bag_layer(Kind kind) { return kind == Kind::bag_sum ? "Sum" : "Mean"; }

// An input side (in) or the bag of it (h), a true target and noise in one table (out), two losses.
GraphPattern pattern(Kind kind) {
  const bool pairs = kind == Kind::pairs, bag = kind == Kind::bag_sum || kind == Kind::bag_mean;
  const std::string h = bag ? "h" : "in";
  const std::vector<std::string> any{"dim", "init"};
  std::vector<LayerPattern> layers{{"in", "Embedding", {pairs ? "center" : "context"}, Json::object(), any}};
  if (bag) layers.push_back({"h", bag_layer(kind), {"in"}});
  layers.push_back({"out", "Embedding", {pairs ? "context" : "center"}, Json::object(), any});
  layers.push_back({"noise", "Embedding", {"negatives"}, Json{{"weight", "out.weight"}}, any});
  layers.push_back({"positive", "Dot", {h, "out"}});
  layers.push_back({"negative", "Dot", {h, "noise"}});
  layers.push_back({"positive_loss", "SigmoidCE", {"positive"}, Json{{"target", 1.0}}});
  layers.push_back({"negative_loss", "SigmoidCE", {"negative"}, Json{{"target", 0.0}}});
  return GraphPattern(std::move(layers));
}

Word2vecRoles roles(Kind kind, const Graph& graph, const std::map<std::string, std::size_t>& nodes) {
  const auto table = [&](const char* layer) { return graph.node(nodes.at(layer)).parameters[0]; };
  const std::size_t positive = graph.losses()[0] == nodes.at("positive_loss") ? 0 : 1;
  return {kind, table("in"), table("out"), positive, 1 - positive};
}

class FusedWindowStep : public FusedStep {
 public:
  FusedWindowStep(const Word2vecDataset& dataset, const Word2vecRoles& roles) : dataset_(dataset), roles_(roles) {}

  std::unique_ptr<Worker> worker(const SharedTraining& shared, const BatchRequest& request) const override {
    return std::make_unique<FusedWindowWorker>(shared, request, dataset_, roles_);
  }

 private:
  const Word2vecDataset& dataset_;
  const Word2vecRoles roles_;
};

// Binds to a graph that is one of `kinds`, all for the same sampling.
Binding bind_one_of(const std::vector<Kind>& kinds, const TrainingContext& context, const TrainOptions& options) {
  const auto* dataset = dynamic_cast<const Word2vecDataset*>(&context.dataset);
  if (dataset == nullptr) return {};
  if (const auto unlike = unlike_rule(context.rule_settings, "SGD", {"lr"}); !unlike.empty()) return {nullptr, unlike};
  if (options.reduction_kind() != Reduction::sum) return {nullptr, "train.reduction is \"mean\", expected \"sum\""};
  if (options.batch_size != 1)
    return {nullptr, fmt::format("train.batch_size is {}, expected 1: window by window", options.batch_size)};
  std::vector<GraphPattern> patterns;
  for (const Kind kind : kinds) patterns.push_back(pattern(kind));
  const auto [index, match] = best_match(patterns, context.graph);
  if (!match.mismatch.empty()) return {nullptr, match.mismatch};
  return {std::make_unique<FusedWindowStep>(*dataset, roles(kinds[index], context.graph, match.nodes)), {}};
}

bool samples_pairs(const Dataset& dataset) {
  const auto* words = dynamic_cast<const Word2vecDataset*>(&dataset);
  return words != nullptr && words->sampling().pairs;
}

class SkipGramStep : public FusedStepKind {
  Binding bind(const TrainingContext& context, const TrainOptions& options) const override {
    return bind_one_of({samples_pairs(context.dataset) ? Kind::pairs : Kind::windows}, context, options);
  }
};

class CbowStep : public FusedStepKind {
  Binding bind(const TrainingContext& context, const TrainOptions& options) const override {
    if (samples_pairs(context.dataset)) return {nullptr, "data.sampling is \"pair\", expected \"window\""};
    return bind_one_of({Kind::bag_sum, Kind::bag_mean}, context, options);
  }
};

const bool registered = register_as<FusedStepKind, SkipGramStep>("skip-gram", "negative sampling, by pair or window") &&
                        register_as<FusedStepKind, CbowStep>("cbow", "negative sampling, sum or mean of the context");

}  // namespace
}  // namespace rowgrad
