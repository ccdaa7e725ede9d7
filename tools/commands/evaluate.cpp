#include "metrics/evaluate.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <cmath>

#include "config/json_checks.hpp"
#include "core/atomic_file.hpp"
#include "core/input_text.hpp"
#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"
#include "tools/table.hpp"
#include "tools/trust_json.hpp"

namespace rowgrad {
namespace {

// One split of the run's data, or the file given with --data.
struct Evaluated {
  std::string name;
  Metrics metrics;
  Dropped dropped;
  std::vector<WorstExample> worst;  // if they are asked for
};

Json to_json(const Evaluated& evaluated) {
  Json json = to_full_json(evaluated.metrics);
  json["rows"] = evaluated.metrics.rows;
  if (evaluated.dropped.symbols > 0) json["dropped_symbols"] = evaluated.dropped.symbols;
  return json;
}

void warn_of_dropped(const Evaluated& evaluated) {
  const auto& [symbols, example] = evaluated.dropped;
  if (symbols == 0) return;
  spdlog::warn("{}: {} symbols that the model does not know were left out, such as \"{}\": the loss is of the others",
               evaluated.name, symbols, example);
}

void print_classes(const ClassificationReport& report) {
  fmt::print("  {:<16} {:>9} {:>9} {:>9} {:>8}  predicted as\n", "class", "precision", "recall", "F1", "count");
  const auto matrix = report.matrix();
  for (std::size_t c = 0; c < report.classes.size(); ++c) {
    const ClassFigures& figures = report.classes[c];
    fmt::print("  {:<16} {:9.4f} {:9.4f} {:9.4f} {:8}  {}\n", figures.label, figures.precision, figures.recall,
               figures.f1, figures.count, fmt::join(matrix[c], " "));
  }
}

void print_worst_confusions(const ClassificationReport& report) {
  fmt::print("  {} classes, whose figures are in --json; the worst confusions:\n", report.classes.size());
  fmt::print("  {:>8}  {:<24} predicted as\n", "count", "class");
  for (const auto& [label, predicted, count] : report.worst())
    fmt::print("  {:8}  {:<24} {}\n", count, report.classes[label].label, report.classes[predicted].label);
}

void print(const Evaluated& evaluated) {
  const Metrics& metrics = evaluated.metrics;
  fmt::print("{}: loss {:.5f}", evaluated.name, metrics.loss);
  if (metrics.accuracy) fmt::print(", accuracy {:.4f}", *metrics.accuracy);
  fmt::print(" over {}\n", metrics.rows);
  if (!metrics.classes) return;
  fmt::print("  calibration error {:.4f}, macro F1 {:.4f}\n", metrics.classes->calibration_error,
             metrics.classes->macro_f1);
  if (metrics.classes->fits_matrix())
    print_classes(*metrics.classes);
  else
    print_worst_confusions(*metrics.classes);
}

// The example, and the words that weighed most for the rival or against it.
void print(const WorstExample& example, const Vocabulary& labels) {
  constexpr std::size_t most_words = 6;
  std::vector<WorstExample::Word> words = example.words;
  std::ranges::stable_sort(words, std::ranges::greater(), [](const auto& word) { return std::abs(word.weight); });
  if (words.size() > most_words) words.resize(most_words);
  fmt::print("  {:.5f}  {}, predicted {}: {}\n          ", example.loss, labels.token(example.label),
             labels.token(example.predicted), shortened(printable(example.text)));
  for (const auto& [name, weight] : words) fmt::print(" {:+.3f} {}", weight, printable(name));
  fmt::print("\n");
}

void print_worst(const Evaluated& evaluated, const Vocabulary& labels) {
  if (evaluated.worst.empty()) return;
  fmt::print(
      "  the largest losses, and what the words add to the score of the wrong label less that of the right one:\n");
  for (const WorstExample& example : evaluated.worst) print(example, labels);
}

std::string confusion_lines(const std::vector<Evaluated>& all) {
  std::string lines;
  for (const auto& [name, metrics, dropped, worst] : all) {
    if (!metrics.classes) continue;
    const auto& classes = metrics.classes->classes;
    for (const auto& [label, predicted, count] : metrics.classes->confusions)
      lines += fmt::format("{}\t{}\t{}\t{}\n", name, classes[label].label, classes[predicted].label, count);
  }
  return lines;
}

class Evaluate : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory")->required();
    app.add_option("--data", data_, "evaluate on this file (default: the splits of the run's config)");
    app.add_option(
        "--confusion", confusion_,
        "write how often each class was taken for which: split, label, predicted, count, tab-separated; - is stdout");
    app.add_option("--worst", worst_,
                   "also the examples most wrong, this many of a split, and the words that weighed most")
        ->check(whole_number(1));
    app.add_flag("--json", json_, "machine-readable; with --worst also the bins of the calibration curve");
    app.footer(
        "Examples:\n  rowgrad evaluate runs/sentiment\n  rowgrad evaluate runs/sentiment --data new.tsv --json\n"
        "  rowgrad evaluate runs/sentiment --worst 3");
  }

  int run() override {
    const std::vector<Evaluated> all = evaluate_splits();
    if (all.empty())
      throw input_error(data_.empty() ? run_ : data_, "there is nothing to evaluate", "give it some text");
    for (const Evaluated& evaluated : all) {
      if (!std::isfinite(evaluated.metrics.loss))
        throw input_error(run_, "its loss is not finite", "its weights are damaged or too large: use another");
      warn_of_dropped(evaluated);
    }
    if (!confusion_.empty()) write_atomically(output_path(confusion_), confusion_lines(all));
    if (json_) {
      print_json(all);
      return 0;
    }
    for (const Evaluated& evaluated : all) {
      print(evaluated);
      print_worst(evaluated, labels_);
    }
    return 0;
  }

 private:
  std::vector<Evaluated> evaluate_splits() {
    TrainedModel model = open_model(run_);
    labels_ = model.experiment.dataset->labels();
    if (worst_ > 0) dataset_of<SentimentDataset>(model.experiment, "classification", run_);  // throws
    if (!data_.empty()) InputBytes readable(data_);  // throws: refused by its name, not as a place in the run's config
    const auto dataset = load_run_data(run_, overrides());
    std::vector<Evaluated> all;
    for (const Split split : all_splits) {
      if (!dataset->has(split)) continue;
      all.push_back(
          {data_.empty() ? split_name(split) : data_,
           evaluate(model.experiment.graph, model.parameters, *dataset, split, model.experiment.spec.random()),
           dataset->dropped(split), worst_of(model, *dataset, split)});
    }
    return all;
  }

  std::vector<WorstExample> worst_of(TrainedModel& model, const Dataset& dataset, Split split) const {
    if (worst_ == 0) return {};
    return worst_examples(model.experiment.graph, model.parameters, dynamic_cast<const SentimentDataset&>(dataset),
                          split, worst_);
  }

  // With --data, that file stands in for the training split, and nothing else is read.
  std::vector<std::string> overrides() const {
    if (data_.empty()) return {};
    return {"data.train=" + data_, "data.dev=", "data.test=", "data.split=[]"};
  }

  void print_json(const std::vector<Evaluated>& all) const {
    Json json = Json::object();
    for (const Evaluated& evaluated : all) {
      json[evaluated.name] = to_json(evaluated);
      if (worst_ > 0) {
        json[evaluated.name]["bins"] = rowgrad::to_json(evaluated.metrics.classes->bins);
        json[evaluated.name]["worst"] = rowgrad::to_json(evaluated.worst, labels_);
      }
    }
    fmt::print("{}\n", to_text(data_.empty() ? json : json.front(), 2));
  }

  std::string run_, data_, confusion_;
  Vocabulary labels_;
  std::size_t worst_ = 0;
  bool json_ = false;
};

const bool registered =
    register_command<Evaluate>("evaluate", "loss, accuracy and per-class figures of a run over its splits or a file");

}  // namespace
}  // namespace rowgrad
