#include "analysis/table_start.hpp"

#include <algorithm>
#include <cmath>
#include <span>

#include "analysis/id_graph.hpp"

namespace rowgrad {
namespace {

double mean_square(std::span<const float> values) {
  double sum = 0.0;
  for (const float x : values) sum += static_cast<double>(x) * static_cast<double>(x);
  return sum / static_cast<double>(values.size());
}

std::span<const float> elements(const Matrix<float>& m) { return {m.data(), m.size()}; }

double deviation(std::span<const float> values) {
  double sum = 0.0;
  for (const float x : values) sum += static_cast<double>(x);
  const double mean = sum / static_cast<double>(values.size());
  return std::sqrt(std::max(0.0, mean_square(values) - mean * mean));
}

std::vector<Id> random_ids(std::size_t n, std::size_t vocab, const Random& random) {
  std::vector<Id> ids(n);
  for (std::size_t i = 0; i < n; ++i) ids[i] = static_cast<Id>(random.below(i, vocab));
  return ids;
}

}  // namespace

TableStart table_start(const Json& init, std::size_t rows, std::size_t dim, std::size_t tokens, std::uint64_t seed) {
  const Random random(seed);
  Json model = Json::parse(R"([
    {"name": "embed", "layer": "Embedding", "input": "ids"},
    {"name": "logits", "layer": "Linear", "input": "embed", "weight": "embed.weight", "bias": false},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}])");
  model[0]["dim"] = dim;
  model[0]["init"] = init;
  IdGraph graph(model.dump(), rows, random_ids(tokens, rows, random.stream("ids")), random,
                random_ids(tokens, rows, random.stream("next")));
  graph.runner().forward();
  const Matrix<float>& table = graph.parameter("embed.weight");
  const auto [least, most] = std::minmax_element(table.data(), table.data() + table.size());
  double loss = 0.0;
  for (const float nats : graph.runner().value("loss")) loss += static_cast<double>(nats);
  return {init.is_string() ? init.get<std::string>() : init.dump(),
          deviation(elements(table)),
          *least,
          *most,
          std::sqrt(mean_square(elements(table)) * static_cast<double>(dim)),
          deviation(elements(graph.runner().value("logits"))),
          loss / static_cast<double>(tokens)};
}

}  // namespace rowgrad
