// Graph: named layers wired by name, checked and sorted; no weights, no data. Immutable once built, so that any number
// of threads may run it, each with its own tape and gradients.
#pragma once

#include <map>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "graph/inputs.hpp"
#include "graph/model_spec.hpp"

namespace rowgrad {

/// What nobody needs to read: only losses, as training wants it, or anything, to look at a layer by itself.
enum class Leaves { losses, any };

class Graph {
 public:
  /// Wires the layers of `model` to the task's inputs. `sizes` are the config's own, on top of the task's. `inputs`
  /// must outlive the graph. Throws Error with the JSON pointer of the offending layer.
  Graph(ModelSpec&& model, const std::map<std::string, std::size_t>& sizes, const Inputs& inputs,
        Leaves leaves = Leaves::losses);

  /// The task's inputs first, in their order, then the layers so that each follows what it reads.
  const std::vector<Node>& nodes() const { return nodes_; }
  std::size_t input_count() const { return input_count_; }
  const Layer& layer(const Node& node) const { return *layers_[node.layer]; }
  const std::vector<ParameterSpec>& parameters() const { return parameters_; }
  /// The losses, which nobody reads.
  const std::vector<std::size_t>& losses() const { return losses_; }
  const Inputs& inputs() const { return inputs_; }

  std::optional<std::size_t> find(const std::string& name) const;
  /// Whether some layer reads the node.
  bool reads(std::size_t node) const;
  std::optional<std::size_t> find_parameter(const std::string& name) const;
  /// The node whose loss is a classification, if there is one: its inputs are logits and label.
  std::optional<std::size_t> classifier() const;
  /// The model list with every default filled in.
  const Json& resolved() const { return resolved_; }
  /// Number of weights; a tied table counts once, buffers do not.
  std::size_t parameter_count() const;
  /// Which nodes (layers and inputs) are needed to compute `node`, in order.
  std::vector<std::size_t> upstream(std::size_t node) const;

 private:
  friend class GraphBuilder;
  const Inputs& inputs_;
  std::size_t input_count_ = 0;
  std::vector<Node> nodes_;
  std::vector<std::unique_ptr<Layer>> layers_;
  std::vector<ParameterSpec> parameters_;
  std::vector<std::size_t> losses_;
  Json resolved_;
};

}  // namespace rowgrad
