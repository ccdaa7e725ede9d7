#include "graph/gradcheck.hpp"

#include <fmt/format.h>

#include "tools/command.hpp"
#include "train/experiment.hpp"

namespace rowgrad {
namespace {

class Gradcheck : public Command {
 public:
  void declare(CLI::App& app) override {
    auto* layer = app.add_option("layer", layer_, "only this layer (default: all of them)");
    app.add_option("--config", config_, "the whole graph of a config instead, on a small batch of its training data")
        ->excludes(layer);
    app.add_option("--set", set_, "override a key of the config: path.to.key=value")->allow_extra_args(false);
    app.add_option("--batch-size", batch_size_, "documents, pairs or items of that batch")->check(CLI::PositiveNumber);
    app.add_option("--elements", elements_, "how many elements of a larger parameter to check, at most")
        ->check(CLI::PositiveNumber);
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Examples:\n  rowgrad gradcheck\n  rowgrad gradcheck Linear\n"
        "  rowgrad gradcheck --config configs/sentiment.json");
  }

  int run() override {
    if (!config_.empty()) {
      add(config_, "", check_config());
    } else {
      const auto& layers = Registry<Layer>::instance();
      if (!layer_.empty() && !layers.entries().contains(layer_))
        throw input_error(layer_, "there is no such layer", suggest(layer_, layers.names()));
      for (const std::string& name : layers.names()) {
        if (!layer_.empty() && name != layer_) continue;
        for (const ExampleCheck& check : check_layer(name)) add(name, check.example, check.errors);
      }
    }
    if (json_) fmt::print("{}\n", results_.dump(2));
    if (failed_ > 0) fmt::print(stderr, "{} of {} gradients are wrong\n", failed_, results_.size());
    return failed_ > 0 ? 1 : 0;
  }

 private:
  std::vector<GradientError> check_config() const {
    const Config config = Config::load(config_, set_);
    Experiment experiment(config);
    experiment.task().check(config.where / "data");
    experiment.task().load();
    experiment.build();
    auto source = experiment.task().batches({Split::train, batch_size_, /*training=*/true, experiment.random()});
    Batch batch;
    if (!source->next(batch)) throw input_error(config_, "its training data gives no batch", "give more data");
    GradcheckOptions options;
    options.elements = elements_;
    return check_gradients(experiment.graph(), batch, options);
  }

  void add(const std::string& title, const std::string& example, const std::vector<GradientError>& errors) {
    if (!json_) fmt::print("{}{}{}\n", title, example.empty() ? "" : " ", example);
    for (const GradientError& e : errors) {
      const bool passed = e.problem.empty();
      failed_ += passed ? 0 : 1;
      results_.push_back({{config_.empty() ? "layer" : "config", title},
                          {"example", example},
                          {"name", e.name},
                          {"error", e.error},
                          {"row", e.row},
                          {"column", e.column},
                          {"backward", e.analytic},
                          {"differences", e.numeric},
                          {"checked", e.checked},
                          {"skipped", e.skipped},
                          {"passed", passed},
                          {"problem", e.problem}});
      if (config_.size() > 0) results_.back().erase("example");
      if (json_) continue;
      const std::string where = fmt::format("at row {}, column {}", e.row, e.column);
      fmt::print("  {:<6} {:<32} worst relative error {:.1e} {:<24} {} elements{}\n", passed ? "ok" : "WRONG", e.name,
                 e.error, where, e.checked, e.skipped == 0 ? "" : fmt::format(", {} at a kink", e.skipped));
      if (!passed) fmt::print("         {}\n", e.problem);
    }
  }

  std::string layer_, config_;
  std::vector<std::string> set_;
  std::size_t batch_size_ = 4, elements_ = 500;
  bool json_ = false;
  Json results_ = Json::array();
  std::size_t failed_ = 0;
};

const bool registered = register_command<Gradcheck>(
    "gradcheck", "compares the gradients of a layer, of all layers or of a config's graph with finite differences");

}  // namespace
}  // namespace rowgrad
