// Repeat: a block of layers that stands in the model list once and in the graph several times.
//
//   { "name": "block", "repeat": 4, "input": "embed", "layers": [ { "name": "norm", "layer": "LayerNorm", "input":
//   "input" }, … ] }
//
// stands for four copies with weights of their own. Inside, "input" is the block's input in the first copy and the
// copy's predecessor after that; other names mean the copy's own layers first, then those of the whole model. The last
// layer is the block's output, which "block" names from outside. Copy 2's norm is called "block2-norm" in the graph.
#pragma once

#include <string>
#include <vector>

#include "config/keys.hpp"

namespace rowgrad {

/// Of a model, once no block is left.
constexpr std::size_t most_layers = 100000;

/// The keys of a repeated block.
struct RepeatEntry {
  std::string name, input;
  std::size_t repeat = 1;
  Json layers = Json::array();
  void declare(Keys& keys);
};

/// One entry of the model list once no block is left, and where it stands in the config.
struct ModelEntry {
  Json json;
  Where where;
};

/// The model list with every block written out. Throws Error if a block is malformed, or before anything is written out
/// if that would give more than `most_layers`.
std::vector<ModelEntry> expand_repeats(const Json& model, const Where& where);

}  // namespace rowgrad
