#include "graph/table_blocks.hpp"

#include <algorithm>

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
  constexpr std::size_t block = std::size_t{1} << 16;
  std::vector<float> received;
  for (std::size_t first = 0; first < all; first += block) {
    const Share wanted{first, std::min(all, first + block)};
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

// The block's rows of a table that is dealt out, on every rank.
Parameter<float> gathered(const Parameter<float>& table, Share block, Communicator& communicator) {
  const std::size_t d = table.spec.columns;
  std::vector<std::size_t> counts;
  for (int r = 0; r < communicator.size(); ++r)
    counts.push_back(overlap(block, share_of(table.spec.rows, r, communicator.size())).count() * d);
  const Share mine = overlap(block, own_rows(table.spec, communicator));
  const float* own = mine.count() == 0 ? nullptr : row(table.value, mine.first - table.first_row);
  Parameter<float> here{table.spec, {}, block.first};
  resize(here.value, block.count(), d);
  communicator.gather(std::span(own, mine.count() * d), std::span(here.value.data(), here.value.size()), counts);
  return here;
}

}  // namespace

void for_each_block_in_place(const Node& layer, Parameters<float>& parameters, Communicator& communicator,
                             const std::function<void(Share block)>& work) {
  std::vector<std::size_t> tables = layer.parameters;
  std::erase(tables, Node::none);
  for (const Share& block : evaluation_blocks(parameters[tables[0]].spec.rows)) {
    Parameters<float> blocks;
    for (const std::size_t p : tables) blocks.push_back(gathered(parameters[p], block, communicator));
    const auto swap = [&] {
      for (std::size_t i = 0; i < tables.size(); ++i) std::swap(parameters[tables[i]], blocks[i]);
    };
    swap();
    work(block);
    swap();
  }
}

}  // namespace rowgrad
