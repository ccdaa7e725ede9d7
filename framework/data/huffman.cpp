#include "data/huffman.hpp"

#include <algorithm>
#include <numeric>

namespace rowgrad {

// Two queues, both in rising order of count: the leaves, sorted once, and the inner nodes in the order in which they
// are made. The two smallest of the four at the fronts become one new node.
HuffmanTree::HuffmanTree(std::span<const std::uint64_t> counts) {
  const std::size_t leaves = counts.size();
  std::vector<std::size_t> order(leaves);
  std::iota(order.begin(), order.end(), std::size_t{0});
  std::stable_sort(order.begin(), order.end(), [&](std::size_t a, std::size_t b) { return counts[a] < counts[b]; });

  // Nodes: the leaves by index, then the inner ones in the order in which they are made.
  std::vector<std::uint64_t> weight(counts.begin(), counts.end());
  std::vector<std::size_t> parent(2 * leaves, 0);
  std::vector<Id> branch(2 * leaves, 0);
  std::size_t next_leaf = 0, next_inner = leaves;
  const auto take_smallest = [&] {
    const bool leaf =
        next_leaf < leaves && (next_inner == weight.size() || weight[order[next_leaf]] <= weight[next_inner]);
    return leaf ? order[next_leaf++] : next_inner++;
  };
  while (weight.size() + 1 < 2 * leaves) {
    const std::size_t made = weight.size();
    const std::size_t first = take_smallest(), second = take_smallest();
    weight.push_back(weight[first] + weight[second]);
    parent[first] = parent[second] = made;
    branch[second] = 1;
  }

  const std::size_t root = weight.size() - 1;
  offsets_.push_back(0);
  for (std::size_t leaf = 0; leaf < leaves; ++leaf) {
    const auto start = static_cast<std::ptrdiff_t>(nodes_.size());
    for (std::size_t node = leaf; node != root; node = parent[node]) {
      nodes_.push_back(static_cast<Id>(parent[node] - leaves));
      branches_.push_back(branch[node]);
    }
    std::reverse(nodes_.begin() + start, nodes_.end());
    std::reverse(branches_.begin() + start, branches_.end());
    offsets_.push_back(nodes_.size());
  }
}

}  // namespace rowgrad
