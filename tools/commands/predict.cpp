#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "data/utf8.hpp"
#include "models/sentiment/classifier.hpp"
#include "tools/command.hpp"
#include "tools/line_reader.hpp"
#include "train/run_directory.hpp"

namespace rowgrad {
namespace {

class Predict : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a sentiment model")->required();
    app.add_option("--text", texts_, "a text to label (default: each line of stdin)")->allow_extra_args(false);
    app.add_option("-k,--top", top_, "how many labels, the most probable first")->check(CLI::PositiveNumber);
    app.add_flag("--json", json_, "one JSON object per line, with every label's probability");
    app.footer(
        "Examples:\n  rowgrad predict runs/sentiment --text 'Not bad!'\n"
        "  rowgrad predict runs/sentiment --top 2 < lines.txt");
  }

  int run() override {
    OpenRun open = open_run(run_);
    const auto* task = dynamic_cast<const SentimentTask*>(&open.experiment->task());
    if (task == nullptr) {
      throw input_error(run_, "its task is \"" + open.experiment->task_name() + "\"",
                        "name a run of the task \"sentiment\"");
    }
    Classifier classifier(open.experiment->graph(), open.parameters, *task);
    std::size_t number = 0;
    if (!texts_.empty()) {
      predict(classifier, task->labels(), texts_, "--text", number);
    } else {
      LineReader reader;
      for (auto lines = reader.next(); !lines.empty(); lines = reader.next())
        predict(classifier, task->labels(), lines, "stdin", number);
    }
    if (unknown_ > 0) spdlog::warn("{} of {} texts have no known word: the biases alone decided", unknown_, number);
    return 0;
  }

 private:
  void predict(Classifier& classifier, const Vocabulary& labels, const std::vector<std::string>& texts,
               const std::string& source, std::size_t& number) {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (find_invalid_utf8(texts[i]) != std::string_view::npos)
        throw input_error(fmt::format("{}:{}", source, number + i + 1), "is not valid UTF-8",
                          "convert the text to UTF-8");
    }
    number += texts.size();
    const Matrix<float>& p = classifier.probabilities(texts);
    const std::size_t top = std::min(top_, columns(p));
    std::vector<Id> order(columns(p));
    fmt::memory_buffer out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      const float* probability = row(p, i);
      std::iota(order.begin(), order.end(), Id{0});
      std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(top), order.end(), [&](Id a, Id b) {
        return probability[a] != probability[b] ? probability[a] > probability[b] : a < b;
      });
      unknown_ += classifier.known(i) == 0 ? 1 : 0;
      if (json_) {
        Json json{{"text", texts[i]}, {"label", labels.token(order[0])}, {"probability", probability[order[0]]}};
        json["known"] = classifier.known(i);
        for (Id id = 0; id < columns(p); ++id) json["probabilities"][labels.token(id)] = probability[id];
        fmt::format_to(std::back_inserter(out), "{}\n", json.dump());
        continue;
      }
      for (std::size_t k = 0; k < top; ++k) {
        fmt::format_to(std::back_inserter(out), "{}{}\t{:.6f}", k == 0 ? "" : "\t", labels.token(order[k]),
                       probability[order[k]]);
      }
      out.push_back('\n');
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
    std::fflush(stdout);
  }

  std::string run_;
  std::vector<std::string> texts_;
  std::size_t top_ = 1;
  std::size_t unknown_ = 0;
  bool json_ = false;
};

const bool registered = register_command<Predict>("predict", "label<TAB>probability for each line of text");

}  // namespace
}  // namespace rowgrad
