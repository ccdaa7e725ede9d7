#include <fmt/format.h>

#include <iostream>

#include "data/utf8.hpp"
#include "models/sentiment/classifier.hpp"
#include "tools/command.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t texts_per_batch = 256;

class Predict : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a sentiment model")->required();
    app.add_option("--text", texts_, "a text to label (default: each line of stdin)")->allow_extra_args(false);
    app.add_flag("--json", json_, "one JSON object per line, with every label's probability");
    app.footer(
        "Examples:\n  rowgrad predict runs/sentiment --text 'Not bad!'\n  rowgrad predict runs/sentiment < lines.txt");
  }

  int run() override {
    OpenRun open = open_run(run_);
    const auto* task = dynamic_cast<const SentimentTask*>(&open.experiment->task());
    if (task == nullptr) {
      throw input_error(run_, "its task is \"" + open.experiment->task_name() + "\"",
                        "name a run of the task \"sentiment\"");
    }
    Classifier classifier(open.experiment->graph(), open.parameters, *task);
    if (!texts_.empty()) {
      predict(classifier, task->labels(), texts_);
      return 0;
    }
    std::vector<std::string> batch;
    std::size_t number = 0;
    for (std::string line; std::getline(std::cin, line);) {
      ++number;
      if (!line.empty() && line.back() == '\r') line.pop_back();
      if (find_invalid_utf8(line) != std::string_view::npos)
        throw input_error(fmt::format("stdin:{}", number), "is not valid UTF-8", "convert the text to UTF-8");
      batch.push_back(std::move(line));
      if (batch.size() < texts_per_batch && std::cin.rdbuf()->in_avail() > 0) continue;
      predict(classifier, task->labels(), batch);
      batch.clear();
    }
    predict(classifier, task->labels(), batch);
    return 0;
  }

 private:
  void predict(Classifier& classifier, const Vocabulary& labels, const std::vector<std::string>& texts) const {
    if (texts.empty()) return;
    const Matrix<float>& p = classifier.probabilities(texts);
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const float* first = row(p, i);
      const auto best = static_cast<Id>(std::max_element(first, first + columns(p)) - first);
      if (!json_) {
        fmt::print("{}\t{:.6f}\n", labels.token(best), first[best]);
        continue;
      }
      Json json{{"text", texts[i]}, {"label", labels.token(best)}, {"probability", first[best]}};
      for (Id id = 0; id < columns(p); ++id) json["probabilities"][labels.token(id)] = first[id];
      fmt::print("{}\n", json.dump());
    }
    std::fflush(stdout);
  }

  std::string run_;
  std::vector<std::string> texts_;
  bool json_ = false;
};

const bool registered = register_command<Predict>("predict", "label<TAB>probability for each line of text");

}  // namespace
}  // namespace rowgrad
