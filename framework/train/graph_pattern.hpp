// GraphPattern: the shape of a model that a fused step stands for.
#pragma once

#include <map>
#include <string>

#include "train/experiment.hpp"

namespace rowgrad {

class GraphPattern {
 public:
  /// A model list as in a config, whose layer names are variables. A key with the value "*" may have any value; a key
  /// that is left out must have its default, so that a key added later cannot be overlooked.
  explicit GraphPattern(const std::string& model);

  /// Node indices by variable; REQUIRES: no mismatch.
  std::map<std::string, std::size_t> nodes(const Graph& graph) const;
  /// Where the graph departs from the pattern; empty if it does not.
  std::string mismatch(const Graph& graph) const;

 private:
  using Names = std::map<std::string, std::string>;  // variable -> the graph's layer
  std::string match(const Graph& graph, Names& names) const;
  Json model_;
};

/// The first key of a section (as resolved) that is neither in `free` nor at its declared default; empty if none.
std::string unusual_key(const Json& section, const Keys& declared, const std::vector<std::string>& free);

}  // namespace rowgrad
