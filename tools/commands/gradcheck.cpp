#include "verify/gradcheck.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/command.hpp"
#include "tools/messages.hpp"
#include "tools/numbers.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {
namespace {

// What one layer's example, or a config, was found to be.
struct Checked {
  std::string title;    // the layer or the config
  std::string example;  // of a layer
  std::vector<GradientError> errors;

  std::size_t wrong() const {
    return static_cast<std::size_t>(
        std::count_if(errors.begin(), errors.end(), [](const GradientError& e) { return !e.problem.empty(); }));
  }
};

void print(const Checked& checked) {
  fmt::print("{}{}{}\n", checked.title, checked.example.empty() ? "" : " ", checked.example);
  for (const GradientError& e : checked.errors) {
    const std::string where = fmt::format("at row {}, column {}", e.row, e.column);
    fmt::print("  {:<6} {:<32} worst relative error {:.1e} {:<24} {} elements{}\n", e.problem.empty() ? "ok" : "WRONG",
               e.name, e.error, where, e.checked, e.skipped == 0 ? "" : fmt::format(", {} at a kink", e.skipped));
    if (!e.problem.empty()) fmt::print("         {}\n", e.problem);
  }
}

class Gradcheck : public Command {
 public:
  void declare(CLI::App& app) override {
    auto* layer = app.add_option("layer", layer_, "only this layer (default: all of them)");
    app.add_option("--config", config_, "the whole graph of a config instead, on a small batch of its training data")
        ->excludes(layer);
    app.add_option("--set", set_, "override a key of the config: path.to.key=value")->allow_extra_args(false);
    app.add_option("--batch-size", batch_size_, "documents, pairs or items of that batch")->check(whole_number(1));
    app.add_option("--elements", elements_, "how many elements of a larger parameter to check, at most")
        ->check(whole_number(1));
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "Examples:\n  rowgrad gradcheck\n  rowgrad gradcheck Linear\n"
        "  rowgrad gradcheck --config configs/sentiment.json");
  }

  int run() override {
    std::size_t checked = 0, wrong = 0;
    Json results = Json::array();
    const auto report = [&](const Checked& one) {
      checked += one.errors.size();
      wrong += one.wrong();
      if (json_)
        add_json(one, results);
      else
        print(one);
    };
    if (config_.empty())
      check_layers(report);
    else
      report({config_, "", check_config()});
    if (json_) fmt::print("{}\n", results.dump(2));
    if (wrong > 0) tell("{} of {} gradients are wrong\n", wrong, checked);
    return wrong > 0 ? 1 : 0;
  }

 private:
  // Reports each example as soon as it is checked: all of them take a while.
  template <class Report>
  void check_layers(Report&& report) const {
    const auto& layers = Registry<Layer>::instance();
    if (!layer_.empty() && !layers.entries().contains(layer_))
      throw input_error(layer_, "there is no such layer", suggest(layer_, layers.names()));
    for (const std::string& name : layers.names()) {
      if (!layer_.empty() && name != layer_) continue;
      for (auto& [example, errors] : check_layer(name)) report({name, example, std::move(errors)});
    }
  }

  std::vector<GradientError> check_config() const {
    const Experiment experiment = load_config(read_run_spec(Config::load(config_, set_)));
    BatchRequest request;
    request.batch_size = batch_size_;
    request.training = true;
    request.random = experiment.spec.random();
    request.wanted = experiment.graph.inputs_read();
    auto source = experiment.dataset->batches(request);
    Batch batch;
    if (!source->next(batch)) throw input_error(config_, "its training data gives no batch", "give more data");
    GradcheckOptions options;
    options.elements = elements_;
    return check_gradients(experiment.graph, batch, options);
  }

  void add_json(const Checked& checked, Json& results) const {
    for (const GradientError& e : checked.errors) {
      Json json{{config_.empty() ? "layer" : "config", checked.title}};
      if (config_.empty()) json["example"] = checked.example;
      json.update({{"name", e.name},
                   {"error", e.error},
                   {"row", e.row},
                   {"column", e.column},
                   {"backward", e.analytic},
                   {"differences", e.numeric},
                   {"checked", e.checked},
                   {"skipped", e.skipped},
                   {"passed", e.problem.empty()},
                   {"problem", e.problem}});
      results.push_back(std::move(json));
    }
  }

  std::string layer_, config_;
  std::vector<std::string> set_;
  std::size_t batch_size_ = 4, elements_ = 500;
  bool json_ = false;
};

const bool registered = register_command<Gradcheck>(
    "gradcheck", "compares the gradients of a layer, of all layers or of a config's graph with finite differences");

}  // namespace
}  // namespace rowgrad
