// GraphBuilder: from the config's "model" list to a checked, sorted Graph. Lives only during construction.
#pragma once

#include "graph/graph.hpp"
#include "graph/model_spec.hpp"

namespace rowgrad {

class GraphBuilder {
 public:
  GraphBuilder(Graph& graph, ModelSpec&& model, const std::map<std::string, std::size_t>& sizes);
  void build(Leaves leaves);

 private:
  struct Draft {
    LayerSpec spec;
    enum { waiting, building, built } state = waiting;
    std::size_t node = 0;
  };

  std::size_t visit(std::size_t draft);
  std::size_t resolve_input(const Draft& draft, std::size_t position);
  std::size_t resolve_size(const Size& size, const Where& where) const;
  Wiring::Shape resolve_parameter(const std::string& reference, const Where& where);
  std::size_t draft_named(const std::string& name) const;  // npos if none
  void place(Draft& draft, std::vector<std::size_t> inputs);
  void add_parameters(Node& node, const Draft& draft, const std::vector<ParameterSpec>& specs);
  void find_losses(Leaves leaves);
  std::vector<std::string> legal_names() const;

  Graph& graph_;
  std::map<std::string, std::size_t> sizes_;
  std::vector<Draft> drafts_;
};

}  // namespace rowgrad
