#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <numeric>

#include "core/utf8.hpp"
#include "models/sentiment/classifier.hpp"
#include "tools/command.hpp"
#include "tools/line_reader.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {
namespace {

class Predict : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a sentiment model")->required();
    app.add_option("--text", texts_, "a text to label (default: each line of stdin)")->allow_extra_args(false);
    app.add_option("-k,--top", top_, "how many labels, the most probable first")->check(whole_number(1));
    app.add_flag("--json", json_, "one JSON object per line, with every label's probability");
    app.footer(
        "Examples:\n  rowgrad predict runs/sentiment --text 'Not bad!'\n"
        "  rowgrad predict runs/sentiment --top 2 < lines.txt");
  }

  int run() override {
    TrainedModel model = open_model(run_);
    const auto& dataset = dataset_of<SentimentDataset>(model.experiment, "sentiment", run_);
    Classifier classifier(model.experiment.graph, model.parameters, dataset);
    if (!texts_.empty()) {
      predict(classifier, dataset.labels(), texts_, "--text");
    } else {
      LineReader reader;
      for (auto lines = reader.next(); !lines.empty(); lines = reader.next())
        predict(classifier, dataset.labels(), lines, "stdin");
    }
    if (unknown_ > 0)
      spdlog::warn("{} of {} texts have no known word: the biases alone decided", unknown_, texts_read_);
    return 0;
  }

 private:
  // A thousand at a time: what is kept for them, such as every class's probability, does not grow with the input.
  void predict(Classifier& classifier, const Vocabulary& labels, const std::vector<std::string>& texts,
               const std::string& source) {
    constexpr std::size_t most = 1024;
    check_utf8(texts, source);
    for (std::size_t i = 0; i < texts.size(); i += most)
      predict_group(classifier, labels, std::span(texts).subspan(i, std::min(most, texts.size() - i)));
  }
  void predict_group(Classifier& classifier, const Vocabulary& labels, std::span<const std::string> texts) {
    texts_read_ += texts.size();
    const Matrix<float>& p = classifier.probabilities(texts);
    fmt::memory_buffer out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      unknown_ += classifier.known(i) == 0 ? 1 : 0;
      const std::span probabilities(row(p, i), columns(p));
      if (json_)
        append_json(out, labels, texts[i], probabilities, classifier.known(i));
      else
        append_line(out, labels, probabilities);
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
    flush_results();
  }

  void check_utf8(const std::vector<std::string>& texts, const std::string& source) const {
    for (std::size_t i = 0; i < texts.size(); ++i) {
      if (find_invalid_utf8(texts[i]) != std::string_view::npos)
        throw input_error(fmt::format("{}:{}", source, texts_read_ + i + 1), "is not valid UTF-8",
                          "convert the text to UTF-8");
    }
  }

  // The classes, the `count` most probable ones in order at the front.
  static std::vector<Id> most_probable(std::span<const float> probability, std::size_t count) {
    std::vector<Id> order(probability.size());
    std::iota(order.begin(), order.end(), Id{0});
    std::partial_sort(order.begin(), order.begin() + static_cast<std::ptrdiff_t>(count), order.end(), [&](Id a, Id b) {
      return probability[a] != probability[b] ? probability[a] > probability[b] : a < b;
    });
    return order;
  }

  static void append_json(fmt::memory_buffer& out, const Vocabulary& labels, const std::string& text,
                          std::span<const float> probability, std::size_t known) {
    const Id best = most_probable(probability, 1)[0];
    Json json{{"text", text}, {"label", labels.token(best)}, {"probability", probability[best]}, {"known", known}};
    for (Id id = 0; id < probability.size(); ++id) json["probabilities"][labels.token(id)] = probability[id];
    fmt::format_to(std::back_inserter(out), "{}\n", json.dump());
  }

  void append_line(fmt::memory_buffer& out, const Vocabulary& labels, std::span<const float> probability) const {
    const std::size_t top = std::min(top_, probability.size());
    const auto order = most_probable(probability, top);
    for (std::size_t k = 0; k < top; ++k) {
      fmt::format_to(std::back_inserter(out), "{}{}\t{:.6f}", k == 0 ? "" : "\t", labels.token(order[k]),
                     probability[order[k]]);
    }
    out.push_back('\n');
  }

  std::string run_;
  std::vector<std::string> texts_;
  std::size_t top_ = 1;
  std::size_t texts_read_ = 0, unknown_ = 0;
  bool json_ = false;
};

const bool registered = register_command<Predict>("predict", "label<TAB>probability for each line of text");

}  // namespace
}  // namespace rowgrad
