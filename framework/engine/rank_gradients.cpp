#include "engine/rank_gradients.hpp"

#include <fmt/format.h>

#include "engine/slot_share.hpp"

namespace rowgrad {
namespace {

// By node, the parameters to which backward, which goes from the last node to the first, adds nothing after it.
std::vector<std::vector<std::size_t>> finished_parameters(const Graph& graph, const std::vector<bool>& trained) {
  std::vector<std::vector<std::size_t>> finished(graph.nodes().size());
  std::vector<bool> seen(trained.size(), false);
  for (std::size_t i = 0; i < graph.nodes().size(); ++i) {
    for (const std::size_t p : graph.node(i).parameters) {
      if (p == Node::none || seen[p]) continue;
      seen[p] = true;
      if (trained[p]) finished[i].push_back(p);
    }
  }
  return finished;
}

ExchangeCost told_cost(Communicator& communicator, const std::function<void(const std::string&)>& note) {
  const ExchangeCost cost = measure_exchange(communicator);
  note(fmt::format("{} ranks: {:.0f} us for a message to all, {:.2f} GB/s into each", communicator.size(),
                   1e6 * cost.latency, 1e-9 / std::max(1e-12, cost.seconds_per_byte)));
  return cost;
}

}  // namespace

RankGradients::RankGradients(const Graph& graph, const std::vector<bool>& trained, std::size_t slots,
                             Communicator& communicator, std::shared_ptr<const PulledRows> pulled,
                             std::shared_ptr<const Tape<float>> tape, std::function<void(const std::string&)> note)
    : graph_(graph),
      communicator_(communicator),
      slots_(slots),
      note_(std::move(note)),
      finished_(finished_parameters(graph, trained)),
      exchanged_(new Exchanged{RowPush(communicator), std::move(pulled), std::move(tape)}),
      queue_([exchanged = exchanged_](std::size_t p) { exchanged->exchange_parameter(p); }) {
  const ExchangeCost cost = told_cost(communicator, note_);
  for (const ParameterSpec& spec : graph.parameters()) {
    exchanged_->exchanges.emplace_back(communicator, cost, slots);
    exchanged_->sum.emplace_back(own_rows(spec, communicator).count(), spec.columns);
    exchanged_->pushed_rows.push_back(is_dealt_out(spec, communicator) ? spec.rows : 0);
  }
  exchanged_->ways.resize(trained.size());
  for (std::size_t s = 0; s < share_of(slots, communicator).count(); ++s)
    exchanged_->mine.push_back(make_gradients<float>(graph));
}

void RankGradients::begin(std::size_t count) {
  exchanged_->count = count;
  exchanged_->share = slots_of(slots_, count, communicator_.rank(), communicator_.size());
  next_node_ = graph_.nodes().size();
}

Gradients<float>& RankGradients::begin_slot(std::size_t slot) {
  Gradients<float>& gradients = exchanged_->mine[slot - exchanged_->share.first];
  for (auto& gradient : gradients) gradient.clear();
  return gradients;
}

NodeDone RankGradients::listener(std::size_t slot) {
  if (slot + 1 != exchanged_->share.last) return {};
  return [this](std::size_t node) { send_finished(node); };
}

void RankGradients::end_slot(std::size_t slot) {
  // The last one's may refer to the tape: no slot follows that would change it.
  if (slot + 1 == exchanged_->share.last) return;
  for (auto& gradient : exchanged_->mine[slot - exchanged_->share.first]) gradient.own();
}

// Parameters go in the same order on all ranks: that of the nodes, through which a rank without slots goes at once.
Gradients<float>& RankGradients::sum() {
  while (next_node_ > 0) send_finished(next_node_ - 1);
  queue_.wait();
  tell_ways();
  return exchanged_->sum;
}

void RankGradients::send_finished(std::size_t node) {
  next_node_ = node;
  for (const std::size_t p : finished_[node]) queue_.add(p);
}

void RankGradients::Exchanged::exchange_parameter(std::size_t p) {
  std::vector<const Gradient<float>*> own;
  for (std::size_t s = 0; s < share.count(); ++s) own.push_back(&mine[s][p]);
  if (pushed_rows[p] > 0)
    push.add_up(own, pulled->ids(p), pushed_rows[p], sum[p]);
  else
    ways[p] = exchanges[p].add_up(own, count, sum[p]);
}

// Once, of the first step: the numbers of rows differ little from step to step.
void RankGradients::tell_ways() {
  if (told_) return;
  told_ = true;
  for (std::size_t p = 0; p < exchanged_->ways.size(); ++p) {
    const auto& way = exchanged_->ways[p];
    if (exchanged_->pushed_rows[p] > 0)
      note_(fmt::format("\"{}\" is sharded: each rank has {} of its {} rows", graph_.parameters()[p].name,
                        exchanged_->sum[p].rows(), exchanged_->pushed_rows[p]));
    if (!way) continue;
    note_(fmt::format("gradients of \"{}\": {}", graph_.parameters()[p].name,
                      *way == GradientExchange::Way::gather ? "each rank gathers all rows"
                                                            : "owners add up their rows and give them to all"));
  }
}

}  // namespace rowgrad
