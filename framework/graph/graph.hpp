// Graph: named layers wired by name, checked and sorted; no weights, no data. Immutable, so that any number of threads
// may run it, each with its own tape and gradients. Made by build_graph().
#pragma once

#include <optional>
#include <string>
#include <vector>

#include "data/inputs.hpp"
#include "graph/parameter.hpp"
#include "graph/tape.hpp"

namespace rowgrad {

class Graph {
 public:
  /// The inputs first, in their order, then the layers so that each follows what it reads. `losses` are nodes.
  Graph(Inputs inputs, std::vector<Node> nodes, std::vector<ParameterSpec> parameters, std::vector<std::size_t> losses);

  const Inputs& inputs() const { return inputs_; }
  const std::vector<Node>& nodes() const { return nodes_; }
  const Node& node(std::size_t i) const { return nodes_[i]; }
  std::size_t input_count() const { return inputs_.all().size(); }
  /// Weights and buffers; a tied one stands once.
  const std::vector<ParameterSpec>& parameters() const { return parameters_; }
  /// The losses, which nobody reads.
  const std::vector<std::size_t>& losses() const { return losses_; }

  std::optional<std::size_t> find(const std::string& name) const;
  std::optional<std::size_t> find_parameter(const std::string& name) const;
  /// Whether some layer reads the node; and that for each input.
  bool reads(std::size_t node) const;
  std::vector<bool> inputs_read() const;
  /// The node whose loss decides between two ids, if there is one: its inputs are one logit, of 1 against 0, and the
  /// id.
  std::optional<std::size_t> decider() const;
  /// The parameter in which a layer looks up the ids of this input, if there is one.
  std::optional<std::size_t> table_of(IdsInput input) const;
  /// Number of weights; a tied table counts once, buffers do not.
  std::size_t parameter_count() const;
  /// Which nodes (layers and inputs) are needed to compute `node`, in order.
  std::vector<std::size_t> upstream(std::size_t node) const;

 private:
  Inputs inputs_;
  std::vector<Node> nodes_;
  std::vector<ParameterSpec> parameters_;
  std::vector<std::size_t> losses_;
};

}  // namespace rowgrad
