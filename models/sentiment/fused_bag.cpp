// The fused step of a bag of embeddings: Embedding, Sum or Mean, Linear, SoftmaxCE.
#include <fmt/format.h>

#include "config/registry.hpp"
#include "engine/fused_step.hpp"
#include "models/sentiment/bag_worker.hpp"

namespace rowgrad {
namespace {

class FusedBag : public FusedStep {
 public:
  FusedBag(const SentimentDataset& dataset, const BagModel& model, bool row_adagrad)
      : dataset_(dataset), model_(model), row_adagrad_(row_adagrad) {}

  std::unique_ptr<Worker> worker(const SharedTraining& shared, const BatchRequest& request) const override {
    return std::make_unique<BagWorker>(shared, request, dataset_, model_, row_adagrad_);
  }

 private:
  const SentimentDataset& dataset_;
  const BagModel model_;
  const bool row_adagrad_;
};

class FusedBagKind : public FusedStepKind {
 public:
  Binding bind(const TrainingContext& context, const TrainOptions& options) const override {
    const auto* dataset = dynamic_cast<const SentimentDataset*>(&context.dataset);
    if (dataset == nullptr) return {};
    const auto [model, mismatch] = recognise_bag(context.graph);
    if (!mismatch.empty()) return {nullptr, mismatch};
    if (options.batch_size != 1)
      return {nullptr, fmt::format("train.batch_size is {}, expected 1: document by document", options.batch_size)};
    const auto rule = context.rule_settings["type"].get<std::string>();
    const bool row_adagrad = rule == "RowAdagrad";
    if (!row_adagrad && rule != "SGD")
      return {nullptr, fmt::format("optimizer.type is {}, expected SGD or RowAdagrad", rule)};
    // Under both rules rows without a gradient rest, whatever "rows" says of them; and of one document, "mean" and
    // "sum" are the same reduction.
    const std::string unlike = unlike_rule(context.rule_settings, rule, {"lr", "rows", "epsilon"});
    if (!unlike.empty()) return {nullptr, unlike};
    return {std::make_unique<FusedBag>(*dataset, model, row_adagrad), {}};
  }
};

const bool registered =
    register_as<FusedStepKind, FusedBagKind>("bag of embeddings", "Embedding, Sum or Mean, Linear, SoftmaxCE");

}  // namespace
}  // namespace rowgrad
