#include "graph/table_blocks.hpp"

#include <cassert>

#include "comm/counts.hpp"
#include "graph/execute.hpp"
#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// By rank, how many numbers of the block it has, and those of this rank. REQUIRES: the table is dealt out.
std::vector<std::size_t> counts_in(Share block, const ParameterSpec& table, const Communicator& communicator) {
  std::vector<std::size_t> counts;
  for (int r = 0; r < communicator.size(); ++r)
    counts.push_back(overlap(block, share_of(table.rows, r, communicator.size())).count() * table.columns);
  return counts;
}
std::span<const float> own_in(Share block, const Parameter<float>& table, const Communicator& communicator) {
  const Share mine = overlap(block, own_rows(table.spec, communicator));
  if (mine.count() == 0) return {};
  return {row(table.value, mine.first - table.first_row), mine.count() * table.spec.columns};
}

}  // namespace

void for_each_block(const Parameter<float>& table, Communicator& communicator,
                    const std::function<void(const float* rows, std::size_t count)>& work) {
  const std::size_t all = table.spec.rows;
  if (!is_dealt_out(table.spec, communicator)) {
    if (communicator.first()) work(table.value.data(), all);
    return;
  }
  std::vector<float> received;
  for (const Share& wanted : evaluation_blocks(all)) {
    const std::span<const float> own = own_in(wanted, table, communicator);
    std::vector<std::size_t> out_n(static_cast<std::size_t>(communicator.size()), 0), in_n = out_n;
    out_n[0] = own.size();
    if (communicator.first()) in_n = counts_in(wanted, table.spec, communicator);
    received.resize(sum_of(in_n));
    communicator.exchange(own, out_n, std::span<float>(received), in_n);
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
    here.first_row = block.first;
    resize(here.value, block.count(), own.spec.columns);
    communicator_.gather(own_in(block, own, communicator_), std::span(here.value.data(), here.value.size()),
                         counts_in(block, own.spec, communicator_));
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
