#include "graph/build_graph.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <optional>
#include <unordered_map>
#include <utility>

#include "config/suggest.hpp"
#include "graph/model_sizes.hpp"
#include "graph/sharding.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t most_elements = std::size_t{1} << 40;  // of one parameter: 4 TB of floats
constexpr std::size_t most_borrowing = 100;                  // layers of which each needs the next for its weight

class Builder {
 public:
  Builder(const ModelSpec& model, const Sizes& sizes, const Inputs& inputs);
  Graph build(Leaves leaves);

 private:
  struct Draft {
    const LayerSpec& spec;
    enum { waiting, building, built } state = waiting;
    std::size_t node = 0;
  };

  void visit(std::size_t draft);
  void begin(Draft& draft) const;
  std::optional<std::size_t> next_draft(const Draft& draft, std::size_t& position) const;
  std::size_t find_input(const Draft& draft, std::size_t position) const;
  std::size_t find_parameter(const std::string& reference, const Where& where);
  std::size_t draft_named(const std::string& name) const;  // drafts_.size() if there is none
  LayerInputs layer_inputs(const Draft& draft, const std::vector<std::size_t>& inputs);
  void place(Draft& draft, std::vector<std::size_t> inputs);
  std::vector<std::size_t> parameters(const Draft& draft, const std::vector<ParameterSpec>& specs);
  std::size_t own(const Draft& draft, ParameterSpec spec);
  std::size_t borrow(const Draft& draft, const ParameterSpec& spec);
  std::vector<std::size_t> losses(Leaves leaves) const;

  const Inputs& inputs_;
  ModelSizes sizes_;
  std::vector<Draft> drafts_;
  std::unordered_map<std::string, std::size_t> draft_index_, parameter_index_;  // by name
  std::vector<Node> nodes_;
  std::vector<ParameterSpec> parameters_;
  std::size_t visits_ = 0;   // that are not through: one in the other
  bool suggesting_ = false;  // building what can be built, for the message about an unknown parameter
};

Builder::Builder(const ModelSpec& model, const Sizes& sizes, const Inputs& inputs)
    : inputs_(inputs), sizes_(model.where.file, sizes, inputs) {
  for (const LayerSpec& spec : model.layers) {
    draft_index_.emplace(spec.entry.name, drafts_.size());
    drafts_.push_back({spec});
  }
}

Graph Builder::build(Leaves leaves) {
  for (const auto& input : inputs_.all()) {
    if (const std::size_t draft = draft_named(input.name); draft != drafts_.size()) {
      throw(drafts_[draft].spec.where / "name")
          .error(fmt::format("\"{}\" is an input of the task", input.name), "give the layer another name");
    }
    nodes_.push_back({.name = input.name, .type = input.type});
  }
  for (std::size_t i = 0; i < drafts_.size(); ++i) visit(i);
  auto leaf_losses = losses(leaves);
  spread_sharding(nodes_, parameters_);
  return {inputs_, std::move(nodes_), std::move(parameters_), std::move(leaf_losses)};
}

std::size_t Builder::draft_named(const std::string& name) const {
  return draft_index_.contains(name) ? draft_index_.at(name) : drafts_.size();
}

// The node that an input names. REQUIRES: if it is a layer, that one is built.
std::size_t Builder::find_input(const Draft& draft, std::size_t position) const {
  const LayerEntry& entry = draft.spec.entry;
  const std::string& name = entry.inputs[position];
  if (const std::size_t other = draft_named(name); other != drafts_.size()) return drafts_[other].node;
  std::vector<std::string> legal;
  for (std::size_t i = 0; i < inputs_.all().size(); ++i) {  // the first nodes
    if (inputs_.all()[i].name == name) return i;
    legal.push_back(inputs_.all()[i].name);
  }
  for (const Draft& other : drafts_) legal.push_back(other.spec.entry.name);
  const Where where = entry.input.empty() ? draft.spec.where / "inputs" / position : draft.spec.where / "input";
  throw where.error(fmt::format("unknown input \"{}\"", name), suggest(name, legal));
}

std::size_t Builder::find_parameter(const std::string& reference, const Where& where) {
  const std::size_t owner = draft_named(reference.substr(0, reference.find('.')));
  if (owner != drafts_.size()) visit(owner);
  if (const auto it = parameter_index_.find(reference); it != parameter_index_.end()) return it->second;
  const std::string what = fmt::format("unknown parameter \"{}\"", reference);
  if (std::exchange(suggesting_, true)) throw where.error(what);
  for (std::size_t i = 0; i < drafts_.size(); ++i) {  // for the suggestion, whatever else can be built
    try {
      visit(i);
    } catch (const Error&) {  // such as a layer that reads the one whose message this is
    }
  }
  std::vector<std::string> legal;
  for (const ParameterSpec& spec : parameters_) legal.push_back(spec.name);
  throw where.error(what, suggest(reference, legal));
}

// Builds a layer after all it reads, depth first, with a stack of its own: a chain may be too long for recursion.
void Builder::visit(std::size_t index) {
  if (drafts_[index].state == Draft::built) return;
  if (visits_ >= most_borrowing)
    throw drafts_[index].spec.where.error("borrows a weight through too many layers", "name the weight's owner");
  begin(drafts_[index]);
  ++visits_;
  for (std::vector<std::pair<std::size_t, std::size_t>> open{{index, 0}}; !open.empty();) {  // drafts, next inputs
    Draft& draft = drafts_[open.back().first];
    if (const auto other = next_draft(draft, open.back().second)) {
      begin(drafts_[*other]);
      open.emplace_back(*other, 0);
      continue;
    }
    std::vector<std::size_t> inputs;
    for (std::size_t i = 0; i < draft.spec.entry.inputs.size(); ++i) inputs.push_back(find_input(draft, i));
    place(draft, std::move(inputs));
    draft.state = Draft::built;
    open.pop_back();
  }
  --visits_;
}

void Builder::begin(Draft& draft) const {
  if (draft.state == Draft::building) {
    throw draft.spec.where.error(
        fmt::format("\"{}\" depends on itself: the model has a cycle", draft.spec.entry.name),
        "follow its inputs and borrowed weights and break the circle; a weight belongs to the earlier layer");
  }
  draft.state = Draft::building;
}

// The next of the layers that the draft reads which is not built, its inputs before `position` aside.
std::optional<std::size_t> Builder::next_draft(const Draft& draft, std::size_t& position) const {
  for (const auto& inputs = draft.spec.entry.inputs; position < inputs.size(); ++position) {
    const std::size_t other = draft_named(inputs[position]);
    if (other == drafts_.size()) find_input(draft, position);  // throws unless it is an input of the task
    if (other != drafts_.size() && drafts_[other].state != Draft::built) return other;
  }
  return std::nullopt;
}

LayerInputs Builder::layer_inputs(const Draft& draft, const std::vector<std::size_t>& inputs) {
  std::vector<LayerInputs::Source> sources;
  for (const std::size_t input : inputs) sources.push_back({nodes_[input].name, nodes_[input].type});
  LayerInputs::Lookup lookup;
  lookup.size = [this](const Size& size, const Where& where) { return sizes_.find(size, where); };
  lookup.parameter = [this](const std::string& name, const Where& where) -> Shape {
    const ParameterSpec& spec = parameters_[find_parameter(name, where)];
    return {spec.rows, spec.columns};
  };
  return {draft.spec.where, fmt::format("{} \"{}\"", draft.spec.entry.layer, draft.spec.entry.name), std::move(sources),
          std::move(lookup)};
}

void Builder::place(Draft& draft, std::vector<std::size_t> inputs) {
  const LayerInputs in = layer_inputs(draft, inputs);
  Node node;
  node.name = draft.spec.entry.name;
  node.type = draft.spec.layer->output(in);
  node.parameters = parameters(draft, draft.spec.layer->parameters(in));  // may place the owners of borrowed ones
  node.inputs = std::move(inputs);
  node.layer = draft.spec.layer;
  node.settings = draft.spec.settings;
  for (const std::size_t p : node.parameters)
    node.needs_gradient |= p != Node::none && parameters_[p].trainable && !parameters_[p].frozen;
  for (const std::size_t input : node.inputs) node.needs_gradient |= nodes_[input].needs_gradient;
  draft.node = nodes_.size();
  nodes_.push_back(std::move(node));
}

std::vector<std::size_t> Builder::parameters(const Draft& draft, const std::vector<ParameterSpec>& specs) {
  const bool owns = std::any_of(specs.begin(), specs.end(), [](const auto& spec) { return spec.borrowed.empty(); });
  if (draft.spec.entry.freeze && !owns) {
    throw(draft.spec.where / "freeze")
        .error(fmt::format("{} \"{}\" has no parameters of its own", draft.spec.entry.layer, draft.spec.entry.name),
               "freeze the layer that owns them");
  }
  std::vector<std::size_t> by_handle;
  for (const ParameterSpec& spec : specs) {
    by_handle.resize(std::max(by_handle.size(), spec.slot + 1), Node::none);
    by_handle[spec.slot] = spec.borrowed.empty() ? own(draft, spec) : borrow(draft, spec);
  }
  return by_handle;
}

std::size_t Builder::own(const Draft& draft, ParameterSpec spec) {
  spec.name = draft.spec.entry.name + "." + spec.name;
  if (spec.columns != 0 && spec.rows > most_elements / spec.columns) {
    throw draft.spec.where.error(
        fmt::format("\"{}\" would be {} x {}, more than memory can hold", spec.name, spec.rows, spec.columns),
        "make its sizes smaller");
  }
  spec.frozen = draft.spec.entry.freeze && spec.trainable;
  parameter_index_.emplace(spec.name, parameters_.size());
  parameters_.push_back(std::move(spec));
  return parameters_.size() - 1;
}

std::size_t Builder::borrow(const Draft& draft, const ParameterSpec& spec) {
  const std::size_t index = find_parameter(spec.borrowed, draft.spec.where / "weight");
  const ParameterSpec& found = parameters_[index];
  if (found.rows != spec.rows || found.columns != spec.columns) {
    throw(draft.spec.where / "weight")
        .error(fmt::format("\"{}\" is {} x {}, but the layer wants {} x {}", spec.borrowed, found.rows, found.columns,
                           spec.rows, spec.columns),
               "borrow a parameter of that shape");
  }
  parameters_[index].sharded |= spec.sharded;
  return index;
}

std::vector<std::size_t> Builder::losses(Leaves leaves) const {
  std::vector<bool> read(nodes_.size(), false);
  for (const Node& node : nodes_) {
    for (const std::size_t input : node.inputs) read[input] = true;
  }
  std::vector<std::size_t> losses;
  for (std::size_t i = inputs_.all().size(); i < nodes_.size(); ++i) {
    const Node& node = nodes_[i];
    if (read[i]) continue;
    if (node.type.kind == Kind::loss)
      losses.push_back(i);
    else if (leaves == Leaves::losses)
      throw drafts_[draft_named(node.name)].spec.where.error(
          fmt::format("nothing reads \"{}\", and it is not a loss", node.name),
          "remove it, or let a loss such as SoftmaxCE read it");
  }
  return losses;
}

}  // namespace

Graph build_graph(const ModelSpec& model, const Sizes& sizes, const Inputs& inputs, Leaves leaves) {
  return Builder(model, sizes, inputs).build(leaves);
}

}  // namespace rowgrad
