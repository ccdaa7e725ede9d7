#include <fmt/format.h>

#include <algorithm>
#include <cctype>

#include "tools/command.hpp"
#include "tools/for_people.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"

namespace rowgrad {
namespace {

struct TensorCount {
  std::string name;
  std::size_t rows = 0, columns = 0;
  bool trainable = true;
  bool borrowed = false;  // another layer's
};

struct LayerCount {
  std::string name, layer;
  std::size_t parameters = 0;  // its own
  std::vector<TensorCount> tensors;
};

struct Counts {
  std::vector<LayerCount> layers;
  std::size_t total = 0;
  std::size_t saved = 0;  // by borrowing
};

LayerCount count_layer(const Graph& graph, const Node& node) {
  LayerCount count{node.name, node.layer_name(), 0, {}};
  for (const std::size_t p : node.parameters) {
    if (p == Node::none) continue;
    const ParameterSpec& spec = graph.parameters()[p];
    const bool borrowed = !spec.name.starts_with(node.name + ".");
    if (spec.trainable && !borrowed) count.parameters += spec.rows * spec.columns;
    count.tensors.push_back({spec.name, spec.rows, spec.columns, spec.trainable, borrowed});
  }
  return count;
}

// Layer by layer, in the config's order. A tied table counts once, with its owner.
Counts count(const ModelSpec& model, const Graph& graph) {
  Counts counts;
  for (const LayerSpec& spec : model.layers) {
    counts.layers.push_back(count_layer(graph, graph.node(*graph.find(spec.entry.name))));
    for (const TensorCount& tensor : counts.layers.back().tensors)
      counts.saved += tensor.borrowed && tensor.trainable ? tensor.rows * tensor.columns : 0;
  }
  counts.total = graph.parameter_count();
  return counts;
}

Json to_json(const LayerCount& layer) {
  Json tensors = Json::array();
  for (const TensorCount& tensor : layer.tensors) {
    tensors.push_back({{"name", tensor.name},
                       {"rows", tensor.rows},
                       {"columns", tensor.columns},
                       {"trainable", tensor.trainable},
                       {"borrowed", tensor.borrowed}});
  }
  return {{"name", layer.name}, {"layer", layer.layer}, {"parameters", layer.parameters}, {"tensors", tensors}};
}

Json to_json(const Counts& counts) {
  Json layers = Json::array();
  for (const LayerCount& layer : counts.layers) layers.push_back(to_json(layer));
  return {{"layers", std::move(layers)}, {"total", counts.total}, {"saved_by_sharing", counts.saved}};
}

// "block12-norm", a layer of the 12th copy of a block, as "block*-norm"; other names as they are.
std::string without_copy(const std::string& name) {
  std::string text;
  for (std::size_t i = 0; i < name.size();) {
    std::size_t end = i;
    while (end < name.size() && std::isdigit(static_cast<unsigned char>(name[end])) != 0) ++end;
    const bool is_copy = end > i && i > 0 && end < name.size() && name[end] == '-';
    text += is_copy ? "*" : name.substr(i, std::max<std::size_t>(1, end - i));
    i = std::max(end, i + 1);
  }
  return text;
}

// What is printed of a layer, or of all the layers of a repeated block that print the same.
struct Line {
  std::string name, layer, shapes;
  std::size_t parameters = 0;  // of one of them
  std::size_t copies = 1;

  bool like(const Line& other) const {
    return name == other.name && layer == other.layer && shapes == other.shapes && parameters == other.parameters;
  }
};

Line line_of(const LayerCount& layer, bool merge_copies) {
  const auto shown = [&](const std::string& name) { return merge_copies ? without_copy(name) : name; };
  Line line{shown(layer.name), layer.layer, {}, layer.parameters};
  for (const TensorCount& tensor : layer.tensors) {
    const char* remark = tensor.borrowed ? " (shared)" : tensor.trainable ? "" : " (buffer)";
    const char* gap = line.shapes.empty() ? "" : "  ";
    line.shapes += fmt::format("{}{} {} x {}{}", gap, shown(tensor.name), tensor.rows, tensor.columns, remark);
  }
  return line;
}

std::vector<Line> lines_of(const Counts& counts, bool merge_copies) {
  std::vector<Line> lines;
  for (const LayerCount& layer : counts.layers) {
    Line line = line_of(layer, merge_copies);
    const auto same = std::ranges::find_if(lines, [&](const Line& other) { return merge_copies && other.like(line); });
    if (same != lines.end())
      ++same->copies;
    else
      lines.push_back(std::move(line));
  }
  return lines;
}

void print(const Counts& counts, bool all) {
  const auto right = Table::Align::right;
  Table table({{"layer"}, {"is"}, {"parameters", right}, {"copies x each", right}, {"tensors"}});
  for (const Line& line : lines_of(counts, /*merge_copies=*/!all)) {
    const std::string copies = line.copies > 1 ? fmt::format("{} x {}", line.copies, grouped(line.parameters)) : "";
    table.add({line.name, line.layer, grouped(line.copies * line.parameters), copies, line.shapes});
  }
  table.add({"total", "", grouped(counts.total), "", ""});
  if (counts.saved > 0) {
    const auto unshared = static_cast<double>(counts.saved + counts.total);
    const double percent = 100.0 * static_cast<double>(counts.saved) / unshared;
    table.add(
        {"saved by sharing", "", grouped(counts.saved), "", fmt::format("{:.1f} % of the model without it", percent)});
  }
  fmt::print("{}", table.text());
}

// Nothing is allocated; data is read only if "sizes" do not say what the data would.
class ParameterCounts : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("config", config_, "a config file, or a run's config.json")->required();
    app.add_option("--set", set_, "override a key: path.to.key=value")->allow_extra_args(false);
    app.add_flag("--all", all_, "every layer on a line; else those of a repeated block share one");
    app.add_flag("--json", json_, "every layer, machine-readable");
    app.footer(
        "Examples:\n  rowgrad parameters configs/sentiment.json\n  rowgrad parameters configs/llama_7b.json\n"
        "  rowgrad parameters configs/bigram_tied.json --set sizes.vocab=50257 --set sizes.d=768");
  }

  int run() override {
    const RunSpec spec = read_run_spec(Config::load(config_, set_));
    const auto graph = graph_from_sizes(spec);
    const Counts counts = count(spec.model, graph ? *graph : load_config(spec).graph);
    if (json_)
      fmt::print("{}\n", to_json(counts).dump(2));
    else
      print(counts, all_);
    return 0;
  }

 private:
  std::string config_;
  std::vector<std::string> set_;
  bool all_ = false;
  bool json_ = false;
};

const bool registered =
    register_command<ParameterCounts>("parameters", "how many weights each layer of a config has, without training");

}  // namespace
}  // namespace rowgrad
