#include "analysis/trace.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "data/utf8.hpp"
#include "tools/command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t columns_shown = 6, rows_shown = 8;

// "[ 0.0123 -0.4100 … 26 more ]"
std::string brief(const Json& values) {
  std::string text = "[";
  for (std::size_t j = 0; j < values.size() && j < columns_shown; ++j)
    text += fmt::format(" {:8.5f}", values[j].get<double>());
  if (values.size() > columns_shown) text += fmt::format(" … {} more", values.size() - columns_shown);
  return text + " ]";
}

double norm(const Json& values) {
  double sum = 0.0;
  for (const Json& x : values) sum += x.get<double>() * x.get<double>();
  return std::sqrt(sum);
}

void print_rows(const Json& lines, const Json& names) {
  for (std::size_t i = 0; i < lines.size() && i < rows_shown; ++i) {
    const std::string name = i < names.size() ? names[i].get<std::string>() : std::string();
    fmt::print("      {:<14} {}\n", name, brief(lines[i]));
  }
  if (lines.size() > rows_shown) fmt::print("      … {} more rows\n", lines.size() - rows_shown);
}

// The same walk as the JSON, abbreviated to fit a terminal.
class Story {
 public:
  Story(const Json& json, std::string rule, double lr) : json_(json), rule_(std::move(rule)), lr_(lr) {}

  void tell() const {
    fmt::print("1  From text to ids\n");
    for (const Json& input : json_["inputs"]) {
      fmt::print("   {}:", input["name"].get<std::string>());
      for (std::size_t i = 0; i < input["ids"].size() && i < 4 * rows_shown; ++i)
        fmt::print(" {}={}", input["names"][i].get<std::string>(), input["ids"][i].get<Id>());
      fmt::print("{}\n", input["ids"].empty() ? " none: nothing here is known to the model" : "");
    }
    fmt::print("\n2  Forward: ids pick rows, layers turn rows into rows\n");
    for (const Json& layer : json_["forward"]) {
      const Json& values = layer["values"];
      fmt::print("   {} = {}({}): {} rows of {} by {}\n", layer["name"].get<std::string>(),
                 layer["layer"].get<std::string>(), fmt::join(layer["inputs"].get<std::vector<std::string>>(), ", "),
                 values.size(), values.empty() ? 0 : values[0].size(), layer["domain"].get<std::string>());
      print_rows(values, row_names(layer["inputs"], values.size()));
    }
    probabilities();
    fmt::print("\n4  Backward: dL/dL = 1, and from there against the arrows\n");
    for (const Json& layer : json_["backward"]) gradient(layer);
    fmt::print("   Gradients that reached the parameters\n");
    for (const Json& parameter : json_["parameters"]) parameter_gradient(parameter);
    update();
  }

 private:
  // Names for a layer's rows: those of its ids, if it has one row per id.
  Json row_names(const Json& inputs, std::size_t count) const {
    for (const Json& input : json_["inputs"]) {
      for (const Json& read : inputs) {
        if (read == input["name"] && input["names"].size() == count) return input["names"];
      }
    }
    return Json::array();
  }

  void probabilities() const {
    fmt::print("\n3  Loss\n");
    if (json_.contains("classifier")) {
      const Json& classifier = json_["classifier"];
      for (std::size_t i = 0; i < classifier["probabilities"].size() && i < rows_shown; ++i)
        fmt::print("   softmax:{}\n", named(classifier["probabilities"][i], classifier["names"]));
    }
    for (const auto& [name, nats] : json_["loss"].items()) fmt::print("   {} = {}\n", name, brief(nats));
  }

  static std::string named(const Json& p, const Json& names) {
    std::string text;
    for (std::size_t c = 0; c < p.size() && c < 2 * rows_shown; ++c)
      text += fmt::format("  {} {:.5f}", names[c].get<std::string>(), p[c].get<double>());
    return text + (p.size() > 2 * rows_shown ? "  …" : "");
  }

  void gradient(const Json& layer) const {
    const Json& g = layer["gradient"];
    const bool is_logits = json_.contains("classifier") && layer["name"] == json_["classifier"]["logits"];
    fmt::print("   dL/d{}{}\n", layer["name"].get<std::string>(), is_logits ? " = p − q" : "");
    if (is_logits) {
      for (std::size_t i = 0; i < g.size() && i < rows_shown; ++i)
        fmt::print("     {}\n", named(g[i], json_["classifier"]["names"]));
      return;
    }
    bool same = g.size() > 1;
    for (const Json& line : g) same = same && line == g[0];
    if (same) fmt::print("      the identical gradient at each of the {} rows:\n", g.size());
    print_rows(same ? Json::array({g[0]}) : g, Json::array());
  }

  static void parameter_gradient(const Json& parameter) {
    fmt::print("   {} ({} x {}): {} of {} rows\n", parameter["name"].get<std::string>(),
               parameter["shape"][0].get<std::size_t>(), parameter["shape"][1].get<std::size_t>(),
               parameter["rows"].size(), parameter["shape"][0].get<std::size_t>());
    for (std::size_t i = 0; i < parameter["rows"].size() && i < rows_shown; ++i) {
      const Json& touched = parameter["rows"][i];
      fmt::print("      {:<14} {}\n", touched["name"].get<std::string>(), brief(touched["gradient"]));
    }
    if (parameter["rows"].size() > rows_shown) fmt::print("      … {} more\n", parameter["rows"].size() - rows_shown);
  }

  void update() const {
    fmt::print("\n5  One step of a fresh {} at learning rate {}: how far each row moves\n", rule_, lr_);
    for (const Json& parameter : json_["parameters"]) {
      for (std::size_t i = 0; i < parameter["rows"].size() && i < rows_shown; ++i) {
        const Json& touched = parameter["rows"][i];
        Json step = Json::array();
        for (std::size_t j = 0; j < touched["after"].size(); ++j)
          step.push_back(touched["after"][j].get<double>() - touched["before"][j].get<double>());
        fmt::print("   {:<16} {:<14} {}  length {:.5f}\n", parameter["name"].get<std::string>(),
                   touched["name"].get<std::string>(), brief(step), norm(step));
      }
    }
    for (const auto& [name, nats] : json_["loss"].items())
      fmt::print("   {}: {} before, {} after\n", name, brief(nats), brief(json_["after"]["loss"][name]));
    if (!json_.contains("classifier")) return;
    for (std::size_t i = 0; i < json_["after"]["probabilities"].size() && i < rows_shown; ++i)
      fmt::print("   softmax:{}\n", named(json_["after"]["probabilities"][i], json_["classifier"]["names"]));
  }

  const Json& json_;
  std::string rule_;
  double lr_;
};

class Trace : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory")->required();
    app.add_option("--text", texts_, "the example; twice, with --token, to compare contexts")
        ->required()
        ->expected(1, 2)
        ->allow_extra_args(false);
    app.add_option("--label", label_, "the true label, where the task has labels");
    app.add_option("--token", token_, "with two texts: follow this token's row through the layers");
    app.add_option("--lr", lr_, "learning rate of the step (default: the run's)")->check(CLI::NonNegativeNumber);
    app.add_flag("--json", json_, "every number, machine-readable");
    app.footer(
        "Examples:\n  rowgrad trace runs/sentiment --text 'not bad' --label negative\n"
        "  rowgrad trace runs/bigram --text emma\n"
        "  rowgrad trace runs/words --text 'river bank' --text 'bank account' --token bank");
  }

  int run() override {
    for (const auto& text : texts_) {
      if (find_invalid_utf8(text) != std::string_view::npos) throw input_error("--text", "is not valid UTF-8");
    }
    if (texts_.size() == 2 && token_.empty())
      throw input_error("--text", "two texts are for comparing one token", "name it with --token");
    if (texts_.size() == 1 && !token_.empty())
      throw input_error("--token", "compares two contexts, found one", "give a second --text");
    OpenRun open = open_run(run_);
    if (texts_.size() == 2) return compare(open);
    const Experiment& experiment = *open.experiment;
    const Batch batch = experiment.task().example(texts_[0], label_);
    const double lr = lr_ >= 0.0 ? lr_ : experiment.rule().lr();
    Json json = trace(experiment, open.parameters, batch, lr);
    if (json_) {
      json["text"] = texts_[0];
      json["lr"] = lr;
      json["optimizer"] = experiment.rule_name();
      fmt::print("{}\n", json.dump());
    } else {
      Story(json, experiment.rule_name(), lr).tell();
    }
    return 0;
  }

 private:
  int compare(OpenRun& open) {
    const Task& task = open.experiment->task();
    const auto id = task.vocabulary() == nullptr ? std::nullopt : task.vocabulary()->find(token_);
    if (!id) throw input_error("--token", "\"" + token_ + "\" is not in the vocabulary", "use a token of the data");
    const Json json = contrast(*open.experiment, open.parameters, task.example(texts_[0], label_),
                               task.example(texts_[1], label_), *id);
    if (json_) {
      fmt::print("{}\n", json.dump());
      return 0;
    }
    fmt::print("\"{}\" in \"{}\" and in \"{}\"\n", token_, texts_[0], texts_[1]);
    for (const Json& layer : json["layers"]) {
      fmt::print("   {:<14} cosine {:7.4f}\n      {}\n      {}\n", layer["name"].get<std::string>(),
                 layer["cosine"].get<double>(), brief(layer["first"]), brief(layer["second"]));
    }
    return 0;
  }

  std::string run_, label_, token_;
  std::vector<std::string> texts_;
  double lr_ = -1.0;
  bool json_ = false;
};

const bool registered =
    register_command<Trace>("trace", "one example through a model and back: every row, gradient and update");

}  // namespace
}  // namespace rowgrad
