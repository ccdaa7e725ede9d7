#include "data/huffman.hpp"

#include <set>

#include "core/random.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("frequent words have short paths: Huffman's lengths for 8, 4, 2, 1, 1") {
  const std::vector<std::uint64_t> counts{8, 4, 2, 1, 1};
  const HuffmanTree tree(counts);
  CHECK(tree.inner_nodes() == 4);
  const std::size_t lengths[] = {1, 2, 3, 4, 4};
  for (Id leaf = 0; leaf < counts.size(); ++leaf) CHECK(tree.nodes(leaf).size() == lengths[leaf]);
}

TEST_CASE("paths start at the root, and no two words share all branches") {
  std::vector<std::uint64_t> counts;
  for (std::size_t i = 0; i < 300; ++i) counts.push_back(1 + Random(1).below(i, 1000));
  const HuffmanTree tree(counts);
  std::set<std::vector<Id>> codes;
  double kraft = 0.0;
  for (Id leaf = 0; leaf < counts.size(); ++leaf) {
    REQUIRE(tree.nodes(leaf).size() == tree.branches(leaf).size());
    CHECK(tree.nodes(leaf)[0] == tree.inner_nodes() - 1);
    codes.insert({tree.branches(leaf).begin(), tree.branches(leaf).end()});
    kraft += std::pow(0.5, static_cast<double>(tree.nodes(leaf).size()));
  }
  CHECK(codes.size() == counts.size());
  CHECK(kraft == Approx(1));  // a full binary tree
}

TEST_CASE("two words need one inner node") {
  const HuffmanTree tree(std::vector<std::uint64_t>{3, 9});
  CHECK(tree.inner_nodes() == 1);
  CHECK(tree.branches(0)[0] != tree.branches(1)[0]);
}

}  // namespace
}  // namespace rowgrad
