// IdGraph: a few layers over a batch of ids, to watch a table at work without data or a config.
#pragma once

#include <string>
#include <vector>

#include "graph/build_graph.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {

/// One row space, "token", with three inputs: "ids", and "next", ids of other rows, both in [0, vocab); and "number",
/// each id as a real number (n x 1).
class IdGraph {
 public:
  /// `model` is a config's model list. `next` is `ids` if empty. Parameters start as the layers start them. Throws an
  /// input Error if the model is wrong.
  IdGraph(const std::string& model, std::size_t vocab, const std::vector<Id>& ids, const Random& random,
          const std::vector<Id>& next = {});
  IdGraph(const IdGraph&) = delete;  // the runner refers to the graph and the batch
  IdGraph& operator=(const IdGraph&) = delete;

  const Graph& graph() const { return graph_; }
  const Batch& batch() const { return batch_; }
  GraphRunner<float>& runner() { return runner_; }
  Parameters<float>& parameters() { return runner_.parameters; }
  Matrix<float>& parameter(const std::string& name) { return parameters()[graph_.find_parameter(name).value()].value; }

 private:
  struct DeclaredInputs {
    explicit DeclaredInputs(std::size_t vocab);
    Batch batch(const std::vector<Id>& id_list, const std::vector<Id>& next_list) const;
    Inputs all;
    IdsInput ids, next;
    RealInput number;
  };

  DeclaredInputs inputs_;
  Batch batch_;
  Graph graph_;
  GraphRunner<float> runner_;
};

/// A table alone: the layer "embed" reads "ids", with rows of `dim` columns.
std::string table_alone(std::size_t dim);

}  // namespace rowgrad
