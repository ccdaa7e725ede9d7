#include "session/row_meaning.hpp"

#include <algorithm>

#include "graph/class_scores.hpp"
#include "graph/layer.hpp"
#include "graph/rows_read.hpp"

namespace rowgrad {

Meaning meaning_of_ids(const Graph& graph, const Dataset& dataset, std::size_t node) {
  if (node >= graph.input_count()) return Meaning::ids;
  const std::size_t width = graph.node(node).type.width;
  const auto named = [&](const Vocabulary& names) {
    if (names.size() == 0 || width < names.size()) return false;
    for (Id id = 0; id < names.size(); ++id) {
      if (dataset.id_name(node, id) != names.token(id)) return false;
    }
    return true;
  };
  if (named(dataset.tokens())) return Meaning::tokens;
  return width == dataset.labels().size() && named(dataset.labels()) ? Meaning::labels : Meaning::ids;
}

namespace {

class Reader {
 public:
  explicit Reader(const Experiment& experiment) : graph_(experiment.graph), dataset_(*experiment.dataset) {
    found_.parameters.resize(graph_.parameters().size());
  }

  Meanings read() {
    const std::vector<RowsRead> reads = rows_read(graph_);
    for (std::size_t p = 0; p < reads.size(); ++p) {
      for (const std::size_t input : reads[p].inputs) set(found_.parameters[p].rows, of_ids(input), "the graph");
    }
    for (std::size_t n = graph_.input_count(); n < graph_.nodes().size(); ++n) read_classes(n);
    return std::move(found_);
  }

 private:
  Meaning of_ids(std::size_t node) const { return meaning_of_ids(graph_, dataset_, node); }

  // What a layer reads as labels.
  void read_classes(std::size_t n) {
    const Node& node = graph_.node(n);
    if (const auto scores = ClassScores::of_softmax(graph_, n)) {
      seen_.assign(graph_.nodes().size(), false);
      return set_columns(scores->logits, of_ids(scores->label));
    }
    if (!node.parameters.empty()) return;  // it looks rows up
    for (const std::size_t input : node.inputs) {
      if (graph_.node(input).type.kind == Kind::ids) unclear(of_ids(input), node.name);
    }
  }

  // The columns of a node's result stand for `meaning`.
  void set_columns(std::size_t n, Meaning meaning) {
    const Node& node = graph_.node(n);
    if (node.layer == nullptr || seen_[n]) return;
    seen_[n] = true;
    const std::size_t width = node.type.width;
    if (node.layer_name() == "Linear") {
      set(found_.parameters[node.parameters[0]].rows, meaning, node.name);
      if (node.parameters.size() > 1 && node.parameters[1] != Node::none)
        set(found_.parameters[node.parameters[1]].columns, meaning, node.name);
      return;
    }
    bool looks_up = false;
    for (std::size_t slot = 0; slot < node.parameters.size(); ++slot) {
      if (node.parameters[slot] == Node::none) continue;
      const ParameterSpec& spec = graph_.parameters()[node.parameters[slot]];
      const bool table = !node.layer->rows_read({slot, ""}).empty();
      if (spec.columns != width || (!table && spec.rows != 1)) return unclear(meaning, node.name);
      set(found_.parameters[node.parameters[slot]].columns, meaning, node.name);
      looks_up |= table;
    }
    if (looks_up) return;
    for (const std::size_t input : node.inputs) {
      if (graph_.node(input).type.kind != Kind::real) continue;
      if (graph_.node(input).type.width != width) return unclear(meaning, node.name);
      set_columns(input, meaning);
    }
  }

  void set(Meaning& place, Meaning meaning, const std::string& layer) {
    if (place != Meaning::none && place != meaning) {
      unclear(place, layer);
      unclear(meaning, layer);
    }
    place = meaning;
  }

  void unclear(Meaning meaning, const std::string& layer) {
    if (meaning == Meaning::labels) found_.unclear_labels = layer;
    if (meaning == Meaning::tokens) found_.unclear_tokens = layer;
  }

  const Graph& graph_;
  const Dataset& dataset_;
  Meanings found_;
  std::vector<bool> seen_;  // by node, in one walk from a loss
};

}  // namespace

Meanings meanings(const Experiment& experiment) { return Reader(experiment).read(); }

}  // namespace rowgrad
