#include "graph/graph_builder.hpp"

#include <algorithm>

namespace rowgrad {
namespace {

constexpr std::size_t most_elements = std::size_t{1} << 40;  // of one parameter: 4 TB of floats

}  // namespace

GraphBuilder::GraphBuilder(Graph& graph, ModelSpec&& model, const std::map<std::string, std::size_t>& sizes)
    : graph_(graph), sizes_(sizes) {
  for (const auto& [name, value] : graph.inputs_.sizes()) {
    if (sizes_.contains(name)) {
      throw Where{model.where.file, "/sizes/" + name}.error(fmt::format("the size \"{}\" is defined by the data", name),
                                                            "remove it or rename it");
    }
    sizes_[name] = value;
  }
  graph_.resolved_ = std::move(model.resolved);
  for (LayerSpec& spec : model.layers) drafts_.push_back({std::move(spec)});
}

void GraphBuilder::build(Leaves leaves) {
  for (const auto& input : graph_.inputs_.all()) {
    if (const std::size_t draft = draft_named(input.name); draft != std::string::npos) {
      throw(drafts_[draft].spec.where / "name")
          .error(fmt::format("\"{}\" is an input of the task", input.name), "give the layer another name");
    }
    graph_.nodes_.push_back({input.name, input.signature, {}, {}, 0, false});
  }
  graph_.input_count_ = graph_.nodes_.size();
  for (std::size_t i = 0; i < drafts_.size(); ++i) visit(i);
  find_losses(leaves);
}

std::size_t GraphBuilder::draft_named(const std::string& name) const {
  const auto it =
      std::find_if(drafts_.begin(), drafts_.end(), [&](const Draft& d) { return d.spec.entry.name == name; });
  return it == drafts_.end() ? std::string::npos : static_cast<std::size_t>(it - drafts_.begin());
}

std::vector<std::string> GraphBuilder::legal_names() const {
  std::vector<std::string> names;
  for (const auto& input : graph_.inputs_.all()) names.push_back(input.name);
  for (const Draft& draft : drafts_) names.push_back(draft.spec.entry.name);
  return names;
}

std::size_t GraphBuilder::resolve_input(const Draft& draft, std::size_t position) {
  const std::string& name = draft.spec.entry.inputs[position];
  const std::size_t other = draft_named(name);
  if (other != std::string::npos) return visit(other);
  if (const auto node = graph_.find(name)) return *node;
  const Where where =
      draft.spec.entry.input.empty() ? draft.spec.where / "inputs" / position : draft.spec.where / "input";
  throw where.error(fmt::format("unknown input \"{}\"", name), suggest(name, legal_names()));
}

std::size_t GraphBuilder::resolve_size(const Size& size, const Where& where) const {
  if (const auto* number = std::get_if<std::size_t>(&size.value)) return *number;
  const std::string& name = std::get<std::string>(size.value);
  const auto it = sizes_.find(name);
  if (it != sizes_.end()) return it->second;
  std::vector<std::string> legal;
  for (const auto& [known, value] : sizes_) legal.push_back(known);
  throw where.error(fmt::format("unknown size \"{}\"", name), suggest(name, legal));
}

Wiring::Shape GraphBuilder::resolve_parameter(const std::string& reference, const Where& where) {
  const std::size_t owner = draft_named(reference.substr(0, reference.find('.')));
  if (owner != std::string::npos) visit(owner);
  if (const auto index = graph_.find_parameter(reference))
    return {graph_.parameters_[*index].rows, graph_.parameters_[*index].columns};
  for (std::size_t i = 0; i < drafts_.size(); ++i) {  // for the suggestion, whatever else can be built
    try {
      visit(i);
    } catch (const Error&) {  // such as a layer that reads the one whose message this is
    }
  }
  std::vector<std::string> legal;
  for (const ParameterSpec& spec : graph_.parameters_) legal.push_back(spec.name);
  throw where.error(fmt::format("unknown parameter \"{}\"", reference), suggest(reference, legal));
}

std::size_t GraphBuilder::visit(std::size_t index) {
  Draft& draft = drafts_[index];
  if (draft.state == Draft::built) return draft.node;
  if (draft.state == Draft::building) {
    throw draft.spec.where.error(
        fmt::format("\"{}\" depends on itself: the model has a cycle", draft.spec.entry.name),
        "follow its inputs and borrowed weights and break the circle; a weight belongs to the earlier layer");
  }
  draft.state = Draft::building;
  std::vector<std::size_t> inputs;
  for (std::size_t i = 0; i < draft.spec.entry.inputs.size(); ++i) inputs.push_back(resolve_input(draft, i));
  place(draft, std::move(inputs));
  draft.state = Draft::built;
  return draft.node;
}

void GraphBuilder::place(Draft& draft, std::vector<std::size_t> inputs) {
  std::vector<Wiring::Source> sources;
  for (const std::size_t input : inputs) sources.push_back({graph_.nodes_[input].name, graph_.nodes_[input].signature});
  Wiring wiring(draft.spec.where, fmt::format("{} \"{}\"", draft.spec.entry.layer, draft.spec.entry.name),
                std::move(sources));
  wiring.resolve_size = [this](const Size& size, const Where& where) { return resolve_size(size, where); };
  wiring.resolve_parameter = [this](const std::string& name, const Where& where) {
    return resolve_parameter(name, where);
  };

  Node node;
  node.name = draft.spec.entry.name;
  node.signature = draft.spec.layer->output(wiring);
  node.inputs = std::move(inputs);
  node.layer = graph_.layers_.size();
  add_parameters(node, draft, draft.spec.layer->parameters(wiring));
  for (const std::size_t p : node.parameters)
    node.differentiable |= graph_.parameters_[p].trainable && !graph_.parameters_[p].frozen;
  for (const std::size_t input : node.inputs) node.differentiable |= graph_.nodes_[input].differentiable;
  graph_.layers_.push_back(std::move(draft.spec.layer));
  draft.node = graph_.nodes_.size();
  graph_.nodes_.push_back(std::move(node));
}

void GraphBuilder::add_parameters(Node& node, const Draft& draft, const std::vector<ParameterSpec>& specs) {
  const bool freeze = draft.spec.entry.freeze;
  if (freeze && std::none_of(specs.begin(), specs.end(), [](const auto& spec) { return spec.borrowed.empty(); })) {
    throw(draft.spec.where / "freeze")
        .error(fmt::format("{} \"{}\" has no parameters of its own", draft.spec.entry.layer, draft.spec.entry.name),
               "freeze the layer that owns them");
  }
  for (const ParameterSpec& spec : specs) {
    if (!spec.borrowed.empty()) {
      resolve_parameter(spec.borrowed, draft.spec.where / "weight");
      node.parameters.push_back(*graph_.find_parameter(spec.borrowed));
      continue;
    }
    const std::string name = draft.spec.entry.name + "." + spec.name;
    if (spec.columns != 0 && spec.rows > most_elements / spec.columns) {
      throw draft.spec.where.error(
          fmt::format("\"{}\" would be {} x {}, more than memory can hold", name, spec.rows, spec.columns),
          "make its sizes smaller");
    }
    node.parameters.push_back(graph_.parameters_.size());
    graph_.parameters_.push_back(spec);
    graph_.parameters_.back().frozen = freeze && spec.trainable;
    graph_.parameters_.back().name = name;
  }
}

void GraphBuilder::find_losses(Leaves leaves) {
  std::vector<bool> read(graph_.nodes_.size(), false);
  for (const Node& node : graph_.nodes_) {
    for (const std::size_t input : node.inputs) read[input] = true;
  }
  for (std::size_t i = graph_.input_count_; i < graph_.nodes_.size(); ++i) {
    if (read[i]) continue;
    const Node& node = graph_.nodes_[i];
    if (node.signature.kind != Kind::loss) {
      if (leaves == Leaves::any) continue;
      throw drafts_[draft_named(node.name)].spec.where.error(
          fmt::format("nothing reads \"{}\", and it is not a loss", node.name),
          "remove it, or let a loss such as SoftmaxCE read it");
    }
    graph_.losses_.push_back(i);
  }
}

}  // namespace rowgrad
