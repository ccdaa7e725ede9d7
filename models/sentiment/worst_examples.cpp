#include "models/sentiment/worst_examples.hpp"

#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "analysis/gradient_times_input.hpp"
#include "core/error.hpp"
#include "core/parallel.hpp"
#include "graph/class_scores.hpp"
#include "kernels/rows.hpp"
#include "metrics/evaluation_pass.hpp"

namespace rowgrad {
namespace {

struct Loss {
  std::size_t number;  // of the example
  float nats;
};

bool worse(const Loss& a, const Loss& b) { return a.nats != b.nats ? a.nats > b.nats : a.number < b.number; }

void keep_worst(std::vector<Loss>& losses, std::size_t most) {
  const auto kept = losses.begin() + static_cast<std::ptrdiff_t>(std::min(most, losses.size()));
  std::partial_sort(losses.begin(), kept, losses.end(), worse);
  losses.erase(kept, losses.end());
}

// Those of one shard, whose first example has the number `first`.
std::vector<Loss> worst_of_shard(const Graph& graph, Parameters<float>& parameters, BatchSource& source,
                                 std::size_t loss, std::size_t first, std::size_t most) {
  const std::vector<std::size_t> plan = graph.upstream(loss);
  auto tape = make_lean_tape<float>(graph);
  std::vector<Loss> worst;
  for (Batch batch; source.next(batch);) {
    forward(graph, plan, batch, parameters, tape, Mode{});
    for (const float nats : tape.nodes[loss].output) {
      if (!std::isfinite(nats))
        throw input_error("the model", "its loss is not finite", "its weights are damaged or too large: use another");
      worst.push_back({first++, nats});
    }
    keep_worst(worst, most);
  }
  return worst;
}

std::vector<Loss> worst_of_split(const Graph& graph, Parameters<float>& parameters, const SentimentDataset& dataset,
                                 Split split, std::size_t loss, std::size_t most) {
  std::vector<std::vector<Loss>> shards(evaluation_shards);
  parallel_for(evaluation_shards, 1, [&](std::size_t shard, std::size_t) {
    const BatchRequest request = evaluation_request(graph, split, Random(0), shard);  // which draws nothing here
    const std::size_t first = request.range(dataset.part(split).documents.size()).first;
    shards[shard] = worst_of_shard(graph, parameters, *dataset.batches(request), loss, first, most);
  });
  std::vector<Loss> worst;
  for (const auto& shard : shards) worst.insert(worst.end(), shard.begin(), shard.end());
  keep_worst(worst, most);
  return worst;
}

// One example at a time, forward and back.
class Explainer {
 public:
  Explainer(const Graph& graph, Parameters<float>& parameters, const SentimentDataset& dataset,
            const ClassScores& scores)
      : dataset_(dataset), scores_(scores), rows_(graph, parameters, dataset.handles().tokens, scores.logits) {}

  WorstExample explain(const LabelledDocuments& part, const Loss& loss) {
    const std::span<const Id> document = part.documents[loss.number];
    const Id label = part.labels[loss.number];
    Batch batch;
    DocumentBatch build(dataset_.handles(), batch);
    for (const Id id : document) build.push(id);
    build.end(label, 1.0F);
    build.finish();

    WorstExample example = scored(rows_.forward(batch), label);
    example.number = loss.number;
    example.loss = static_cast<double>(loss.nats);
    const std::vector<double> weights = rows_.weights(batch, direction(example));
    const std::vector<std::string> names = dataset_.names(document);
    for (std::size_t i = 0; i < document.size(); ++i) example.words.push_back({names[i], weights[i]});
    const auto words = std::ranges::count_if(document, [&](Id id) { return id < dataset_.tokens().size(); });
    example.text = fmt::format("{}", fmt::join(names.begin(), names.begin() + words, " "));
    return example;
  }

 private:
  WorstExample scored(const Matrix<float>& output, Id label) {
    const Matrix<float>& logits = scores_.of(output, two_);
    std::vector<float> p(scores_.classes);
    row_kernels<float>().softmax(logits.data(), p.data(), p.size());
    WorstExample example;
    example.label = label;
    example.probability = static_cast<double>(p[label]);
    const float* s = logits.data();
    example.predicted = static_cast<Id>(std::max_element(s, s + p.size()) - s);
    example.rival = label == 0 ? 1 : 0;
    for (Id c = 0; c < p.size(); ++c) {
      if (c != label && s[c] > s[example.rival]) example.rival = c;
    }
    return example;
  }

  // Of the logits: the rival's less the true label's.
  Matrix<float> direction(const WorstExample& example) const {
    if (scores_.single) {
      auto direction = zeros<float>(1, 1);
      direction(0, 0) = example.rival == 1 ? 1.0F : -1.0F;
      return direction;
    }
    auto direction = zeros<float>(1, scores_.classes);
    direction(0, example.rival) = 1.0F;
    direction(0, example.label) = -1.0F;
    return direction;
  }

  const SentimentDataset& dataset_;
  const ClassScores& scores_;
  GradientTimesInput rows_;
  Matrix<float> two_;
};

}  // namespace

std::vector<WorstExample> worst_examples(const Graph& graph, Parameters<float>& parameters,
                                         const SentimentDataset& dataset, Split split, std::size_t most) {
  const auto scores = ClassScores::find(graph, /*named=*/true);
  if (!scores) throw input_error("the model", "predicts no label", "name a run of a classifier");
  if (scores->classes < 2) throw input_error("the model", "knows one label only", "train it on data with others");
  Explainer explainer(graph, parameters, dataset, *scores);
  std::vector<WorstExample> worst;
  for (const Loss& loss : worst_of_split(graph, parameters, dataset, split, scores->loss, most))
    worst.push_back(explainer.explain(dataset.part(split), loss));
  return worst;
}

}  // namespace rowgrad
