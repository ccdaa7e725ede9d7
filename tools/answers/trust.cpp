// How far a classifier can be trusted: calibration, confusion, and the examples most wrong.
#include <algorithm>

#include "core/error.hpp"
#include "metrics/evaluate.hpp"
#include "models/sentiment/worst_examples.hpp"
#include "tools/answers/answer.hpp"
#include "tools/trust_json.hpp"

namespace rowgrad {
namespace {

Json trust(Shelf& shelf, Arguments& arguments) {
  const auto run = shelf.open(arguments.whole("run", {}, 0));
  const auto& data = run->data_of<SentimentDataset>("classification");
  const std::string split = arguments.one_of("split", {"test", "dev", "train"});
  const Split which = *std::ranges::find(all_splits, split, split_name);
  if (!data.has(which))
    throw input_error(run->path().string(), "its data has no " + split + " split", "choose another");
  const Graph& graph = run->experiment().graph;
  Parameters<float>& parameters = run->model().parameters;
  const Metrics metrics = evaluate(graph, parameters, data, which, run->experiment().spec.random());
  return trust_json(split, metrics, worst_examples(graph, parameters, data, which), data.labels());
}

const bool registered = register_answer("trust", Work::computes, trust);

}  // namespace
}  // namespace rowgrad
