// GraphPattern: the shape of a model that a fused step stands for.
#pragma once

#include <map>
#include <span>
#include <string>
#include <vector>

#include "graph/graph.hpp"

namespace rowgrad {

/// One layer of a pattern.
struct LayerPattern {
  std::string variable;                // stands for the layer's name
  std::string type;                    // "Embedding"
  std::vector<std::string> inputs;     // variables, or names of the dataset's inputs
  Json settings = Json::object();      // keys that must have these values; "out.weight" names a variable's weight
  std::vector<std::string> free = {};  // keys that may have any value
};

/// Every other key of a layer must have its default, "freeze" included, so that a key added later cannot be overlooked.
class GraphPattern {
 public:
  explicit GraphPattern(std::vector<LayerPattern> layers) : layers_(std::move(layers)) {}

  struct Match {
    std::map<std::string, std::size_t> nodes;  // by variable
    std::string mismatch;                      // where the graph departs from the pattern; empty if it does not
  };
  Match match(const Graph& graph) const;

 private:
  std::vector<LayerPattern> layers_;
};

/// The first of several patterns that fits, or the one of which most layers do. REQUIRES: there is one.
struct BestMatch {
  std::size_t pattern;  // its index
  GraphPattern::Match match;
};
BestMatch best_match(std::span<const GraphPattern> patterns, const Graph& graph);

}  // namespace rowgrad
