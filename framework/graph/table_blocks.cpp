#include "graph/table_blocks.hpp"

#include <algorithm>
#include <cassert>

#include "graph/execute.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

void for_each_block(const Parameter<float>& table, Communicator& communicator,
                    const std::function<void(const float* rows, std::size_t count)>& work) {
  const std::size_t all = table.spec.rows, d = table.spec.columns;
  if (!is_dealt_out(table.spec, communicator)) {
    if (communicator.first()) work(table.value.data(), all);
    return;
  }
  std::vector<float> received;
  for (const Share& wanted : evaluation_blocks(all)) {
    const Share mine = overlap(wanted, own_rows(table.spec, communicator));
    std::vector<std::size_t> out_n(static_cast<std::size_t>(communicator.size()), 0), in_n = out_n;
    out_n[0] = mine.count() * d;
    for (int r = 0; communicator.first() && r < communicator.size(); ++r)
      in_n[static_cast<std::size_t>(r)] = overlap(wanted, share_of(all, r, communicator.size())).count() * d;
    received.resize(communicator.first() ? wanted.count() * d : 0);
    const float* own = out_n[0] == 0 ? nullptr : row(table.value, mine.first - table.first_row);
    communicator.exchange(std::span<const float>(own, out_n[0]), out_n, std::span<float>(received), in_n);
    if (communicator.first()) work(received.data(), wanted.count());
  }
}

std::vector<std::size_t> layers_in_blocks(const Graph& graph, const Communicator& communicator) {
  std::vector<std::size_t> layers;
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const Node& node = graph.node(i);
    if (node.layer->evaluates_in_blocks() && is_dealt_out(graph.parameters()[node.parameters[0]], communicator))
      layers.push_back(i);
  }
  return layers;
}

namespace {

// Blocks of a layer's tables, the rows of which all ranks give together, in the place of this rank's rows.
class BlocksInPlace {
 public:
  BlocksInPlace(const Node& layer, Parameters<float>& parameters, Communicator& communicator)
      : parameters_(parameters), communicator_(communicator), tables_(layer.parameters) {
    std::erase(tables_, Node::none);
    for (const std::size_t p : tables_) {
      assert(is_dealt_out(parameters[p].spec, communicator) && parameters[p].spec.rows == rows());
      blocks_.push_back({parameters[p].spec, {}, 0});
    }
    swap();
  }
  ~BlocksInPlace() { swap(); }
  BlocksInPlace(const BlocksInPlace&) = delete;
  BlocksInPlace& operator=(const BlocksInPlace&) = delete;

  std::size_t rows() const { return parameters_[tables_[0]].spec.rows; }

  // Collective.
  void fetch(Share block) {
    for (std::size_t i = 0; i < tables_.size(); ++i) fetch(block, blocks_[i], parameters_[tables_[i]]);
  }

 private:
  void fetch(Share block, const Parameter<float>& own, Parameter<float>& here) {
    const std::size_t d = own.spec.columns;
    std::vector<std::size_t> counts;
    for (int r = 0; r < communicator_.size(); ++r)
      counts.push_back(overlap(block, share_of(own.spec.rows, r, communicator_.size())).count() * d);
    const Share mine = overlap(block, own_rows(own.spec, communicator_));
    const float* values = mine.count() == 0 ? nullptr : row(own.value, mine.first - own.first_row);
    here.first_row = block.first;
    resize(here.value, block.count(), d);
    communicator_.gather(std::span(values, mine.count() * d), std::span(here.value.data(), here.value.size()), counts);
  }

  void swap() {
    for (std::size_t i = 0; i < tables_.size(); ++i) std::swap(parameters_[tables_[i]], blocks_[i]);
  }

  Parameters<float>& parameters_;
  Communicator& communicator_;
  std::vector<std::size_t> tables_;
  Parameters<float> blocks_;  // while this lives: the rank's own rows
};

}  // namespace

void for_each_block_in_place(const Node& layer, Parameters<float>& parameters, Communicator& communicator,
                             const std::function<void(Share block)>& work) {
  BlocksInPlace blocks(layer, parameters, communicator);
  for (const Share& block : evaluation_blocks(blocks.rows())) {
    blocks.fetch(block);
    work(block);
  }
}

}  // namespace rowgrad
