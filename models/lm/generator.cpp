#include "models/lm/generator.hpp"

#include <algorithm>
#include <numeric>

#include "core/error.hpp"
#include "core/finite.hpp"
#include "graph/class_scores.hpp"
#include "kernels/rows.hpp"

namespace rowgrad {
namespace {

// The symbol at which the cumulative distribution passes `u`, uniform in [0, 1).
Id pick(const std::vector<float>& p, double u) {
  double sum = 0.0;
  Id last = 0;
  for (std::size_t i = 0; i < p.size(); ++i) {
    if (p[i] == 0.0F) continue;
    last = static_cast<Id>(i);
    sum += static_cast<double>(p[i]);
    if (u < sum) break;
  }
  return last;
}

}  // namespace

std::vector<float> probabilities(std::span<const float> logits, const Sampling& sampling) {
  if (!all_finite(logits.data(), logits.size()))
    throw input_error("the model", "its logits are not finite", "its weights are damaged or too large: use another");
  const std::size_t k = sampling.temperature == 0.0 ? 1
                        : sampling.top_k == 0       ? logits.size()
                                                    : std::min(sampling.top_k, logits.size());
  std::vector<Id> order(logits.size());
  std::iota(order.begin(), order.end(), Id{0});
  std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(k), order.end(),
                    [&](Id a, Id b) { return logits[a] != logits[b] ? logits[a] > logits[b] : a < b; });
  std::vector<float> chosen(k), p(logits.size(), 0.0F);
  const double temperature = sampling.temperature == 0.0 ? 1.0 : sampling.temperature;
  for (std::size_t i = 0; i < k; ++i)
    chosen[i] = static_cast<float>(static_cast<double>(logits[order[i]]) / temperature);
  if (!all_finite(chosen.data(), k)) {  // so low a temperature that the quotients overflow: as at 0
    p[order[0]] = 1.0F;
    return p;
  }
  row_kernels<float>().softmax(chosen.data(), chosen.data(), k);
  for (std::size_t i = 0; i < k; ++i) p[order[i]] = chosen[i];
  return p;
}

Generator::Generator(const Graph& graph, Parameters<float>& parameters, const LmDataset& dataset)
    : graph_(graph), parameters_(parameters), dataset_(dataset), tape_(make_tape<float>(graph)) {
  if (const auto scores = ClassScores::find(graph, /*named=*/false)) {
    logits_ = scores->logits;
    const Node& node = graph.node(*logits_);
    state_ = node.inputs[0];
    if (maps_state(node)) use_output(node);
    plan_ = graph.upstream(*logits_);
    return;
  }
  // A loss that holds the output's weight itself, because in training it computes a sample of the logits only.
  for (const std::size_t loss : graph.losses()) {
    const Node& node = graph.node(loss);
    state_ = node.inputs[0];
    if (!maps_state(node)) continue;
    use_output(node);
    plan_ = graph.upstream(state_);
    return;
  }
  throw input_error("the model", "has neither SoftmaxCE nor SampledSoftmaxCE, so it predicts no symbol");
}

bool Generator::maps_state(const Node& node) const {
  const ValueType& state = graph_.node(node.inputs[0]).type;
  if (node.parameters.empty() || node.parameters[0] == Node::none || state.kind != Kind::real) return false;
  const ParameterSpec& weight = graph_.parameters()[node.parameters[0]];
  return weight.rows == dataset_.tokens().size() && weight.columns == state.width;
}

void Generator::use_output(const Node& node) {
  weight_ = node.parameters[0];
  if (node.parameters.size() > 1 && node.parameters[1] != Node::none) bias_ = node.parameters[1];
}

std::span<const float> Generator::last_row(std::size_t node, std::span<const Id> prefix) {
  forward(graph_, plan_, dataset_.encode(prefix), parameters_, tape_, Mode{});
  const Matrix<float>& out = tape_.nodes[node].output;
  return {row(out, rows(out) - 1), columns(out)};
}

std::span<const float> Generator::logits(std::span<const Id> prefix) {
  if (logits_) return last_row(*logits_, prefix);
  const auto state = last_row(state_, prefix);
  const Matrix<float>& weight = parameters_[*weight_].value;
  computed_.resize(rows(weight));
  for (std::size_t i = 0; i < computed_.size(); ++i) {
    computed_[i] = row_kernels<float>().dot(state.data(), row(weight, i), state.size());
    if (bias_) computed_[i] += parameters_[*bias_].value.data()[i];
  }
  return computed_;
}

std::span<const float> Generator::hidden(std::span<const Id> prefix) { return last_row(state_, prefix); }

std::vector<Id> Generator::write(std::vector<Id> prompt, const Sampling& sampling, std::size_t max_length,
                                 const Random& random) {
  std::vector<Id> item = std::move(prompt);
  while (item.size() < max_length) {
    const Id next = pick(probabilities(logits(item), sampling), random.uniform(item.size()));
    if (next == LmDataset::boundary) break;
    item.push_back(next);
  }
  return item;
}

}  // namespace rowgrad
