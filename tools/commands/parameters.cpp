#include <fmt/format.h>

#include "tools/command.hpp"
#include "train/experiment.hpp"

namespace rowgrad {
namespace {

std::string grouped(std::size_t n) {
  std::string digits = std::to_string(n);
  for (std::size_t i = digits.size(); i > 3; i -= 3) digits.insert(i - 3, ",");
  return digits;
}

// Counts weights layer by layer. A tied table counts once, with its owner. Nothing is allocated; data is read only if
// "sizes" do not say what the data would.
class ParameterCounts : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("config", config_, "a config file, or a run's config.json")->required();
    app.add_option("--set", set_, "override a key: path.to.key=value")->allow_extra_args(false);
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Examples:\n  rowgrad parameters configs/sentiment.json\n"
        "  rowgrad parameters configs/bigram_tied.json --set sizes.vocab=50257 --set sizes.d=768");
  }

  int run() override {
    Experiment experiment(Config::load(config_, set_));
    if (!experiment.build_from_sizes()) {
      experiment.task().check(experiment.config().where / "data");
      experiment.task().load();
      experiment.build();
    }
    const Json counts = count(experiment.graph());
    if (json_)
      fmt::print("{}\n", counts.dump(2));
    else
      print(counts);
    return 0;
  }

 private:
  static Json count(const Graph& graph) {
    Json layers = Json::array();
    std::size_t saved = 0;
    for (const Json& entry : graph.resolved()) {
      const Node& node = graph.nodes()[*graph.find(entry["name"])];
      Json layer{{"name", entry["name"]}, {"layer", entry["layer"]}, {"parameters", 0}, {"tensors", Json::array()}};
      std::size_t own = 0;
      for (const std::size_t p : node.parameters) {
        const ParameterSpec& spec = graph.parameters()[p];
        const std::size_t size = spec.rows * spec.columns;
        const bool owned = spec.name.starts_with(node.name + ".");
        if (spec.trainable) (owned ? own : saved) += size;
        layer["tensors"].push_back({{"name", spec.name},
                                    {"rows", spec.rows},
                                    {"columns", spec.columns},
                                    {"trainable", spec.trainable},
                                    {"borrowed", !owned}});
      }
      layer["parameters"] = own;
      layers.push_back(std::move(layer));
    }
    return {{"layers", std::move(layers)}, {"total", graph.parameter_count()}, {"saved_by_sharing", saved}};
  }

  static void print(const Json& counts) {
    for (const Json& layer : counts["layers"]) {
      std::string shapes;
      for (const Json& t : layer["tensors"]) {
        shapes += fmt::format("  {} {} x {}{}", t["name"].get<std::string>(), t["rows"].get<std::size_t>(),
                              t["columns"].get<std::size_t>(),
                              t["borrowed"].get<bool>()    ? " (shared)"
                              : t["trainable"].get<bool>() ? ""
                                                           : " (buffer)");
      }
      fmt::print("{:<16} {:<12} {:>15}{}\n", layer["name"].get<std::string>(), layer["layer"].get<std::string>(),
                 grouped(layer["parameters"]), shapes);
    }
    fmt::print("{:<29} {:>15}\n", "total", grouped(counts["total"]));
    const auto saved = counts["saved_by_sharing"].get<std::size_t>();
    if (saved > 0) {
      const auto unshared = static_cast<double>(saved + counts["total"].get<std::size_t>());
      fmt::print("{:<29} {:>15}  ({:.1f} % of the model without it)\n", "saved by sharing", grouped(saved),
                 100.0 * static_cast<double>(saved) / unshared);
    }
  }

  std::string config_;
  std::vector<std::string> set_;
  bool json_ = false;
};

const bool registered =
    register_command<ParameterCounts>("parameters", "how many weights each layer of a config has, without training");

}  // namespace
}  // namespace rowgrad
