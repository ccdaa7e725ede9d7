#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <numeric>
#include <optional>

#include "core/utf8.hpp"
#include "models/sentiment/classifier.hpp"
#include "tools/command.hpp"
#include "tools/labelled_line.hpp"
#include "tools/line_reader.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/prompt.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {
namespace {

class Predict : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a classifier")->required();
    app.add_option("files", files_, "files of texts, a line each; - is stdin (default: stdin)");
    app.add_option("--text", texts_, "a text to label")->allow_extra_args(false);
    app.add_flag(
        "--labelled,!--unlabelled", labelled_,
        "the lines have labels, or have none (default: a file has if most of its first lines end in the run's labels)");
    app.add_option("-k,--top", top_, "how many labels, the most probable first")->check(whole_number(1));
    app.add_flag("--json", json_, "one JSON object per line, with every label's probability");
    app.footer(
        "With labels, the true one is printed last and the accuracy on stderr; blank lines are skipped.\n"
        "Examples:\n  rowgrad predict runs/sentiment --text 'Not bad!'\n"
        "  rowgrad predict runs/sentiment --top 2 < lines.txt\n"
        "  rowgrad predict runs/sentiment data/phrases.test.tsv");
  }

  int run() override {
    TrainedModel model = open_model(run_);
    const auto& dataset = dataset_of<SentimentDataset>(model.experiment, "classification", run_);
    Classifier classifier(model.experiment.graph, model.parameters, dataset);
    if (!texts_.empty() && !files_.empty())
      throw input_error("--text", "cannot be combined with files", "leave out one of the two");
    if (!texts_.empty()) {
      predict_lines(classifier, dataset.labels(), texts_, "--text", labelled_.value_or(false));
    } else if (files_.empty()) {
      LineReader input;
      predict_input(classifier, dataset.labels(), input, labelled_.value_or(false));
    }
    for (const std::string& file : files_) {
      LineReader input(file);
      predict_input(classifier, dataset.labels(), input, labelled_);
    }
    tell_totals();
    return 0;
  }

 private:
  void predict_input(Classifier& classifier, const Vocabulary& labels, LineReader& input,
                     std::optional<bool> labelled) {
    const std::optional<Prompt> prompt =
        input.name() == "stdin" ? std::make_optional<Prompt>("Type a text") : std::nullopt;
    line_ = 0;
    for (std::vector<std::string> lines; ask(prompt), lines = input.next(), !lines.empty();) {
      if (line_ == 0) drop_byte_order_mark(lines[0]);
      if (!labelled) {
        labelled = are_labelled(lines, labels);
        if (*labelled)
          spdlog::info("{}: its lines end in labels, which are compared (--unlabelled: do not)", input.name());
      }
      predict_lines(classifier, labels, std::move(lines), input.name(), *labelled);
    }
  }
  static void ask(const std::optional<Prompt>& prompt) {
    if (prompt) prompt->ask();
  }
  static void drop_byte_order_mark(std::string& line) {
    constexpr std::string_view mark = "\xEF\xBB\xBF";
    if (line.starts_with(mark)) line.erase(0, mark.size());
  }

  // A thousand at a time: what is kept for them, such as every class's probability, does not grow with the input.
  void predict_lines(Classifier& classifier, const Vocabulary& labels, std::vector<std::string> lines,
                     const std::string& source, bool labelled) {
    constexpr std::size_t most = 1024;
    std::vector<std::string> texts;
    std::vector<Id> truth;
    for (std::string& line : lines) {
      ++line_;
      if (find_invalid_utf8(line) != std::string_view::npos) fail(source, "is not valid UTF-8", "convert it to UTF-8");
      if (labelled && line.find_first_not_of(" \t") == std::string::npos) continue;
      if (labelled) truth.push_back(take_label(line, labels, source));
      texts.push_back(std::move(line));
      if (texts.size() < most) continue;
      predict_group(classifier, labels, texts, truth);
      texts.clear();
      truth.clear();
    }
    predict_group(classifier, labels, texts, truth);
  }

  [[noreturn]] void fail(const std::string& source, const std::string& what, const std::string& remedy) const {
    throw input_error(fmt::format("{}:{}", source, line_), what, remedy);
  }

  // Leaves the text in `line`.
  Id take_label(std::string& line, const Vocabulary& labels, const std::string& source) const {
    const auto example = labelled_line(line);
    if (!example) fail(source, "expected text<TAB>label, found no label", "add it, or give --unlabelled");
    const auto label = labels.find(example->label);
    if (!label) {
      fail(source, fmt::format("the label \"{}\" does not occur in the training data", example->label),
           "correct it, or give --unlabelled");
    }
    line = std::string(example->text);
    return *label;
  }

  // `truth` is empty if there are no labels.
  void predict_group(Classifier& classifier, const Vocabulary& labels, std::span<const std::string> texts,
                     std::span<const Id> truth) {
    texts_read_ += texts.size();
    const Matrix<float>& p = classifier.probabilities(texts);
    cut_ += classifier.cut();
    fmt::memory_buffer out;
    for (std::size_t i = 0; i < texts.size(); ++i) {
      unknown_ += classifier.known(i) == 0 ? 1 : 0;
      const std::span probabilities(row(p, i), columns(p));
      const std::string label = truth.empty() ? "" : labels.token(truth[i]);
      if (!truth.empty()) {
        ++labels_read_;
        correct_ += most_probable(probabilities, 1)[0] == truth[i] ? 1 : 0;
      }
      if (json_)
        append_json(out, labels, texts[i], probabilities, classifier.known(i), label);
      else
        append_line(out, labels, probabilities, label);
    }
    std::fwrite(out.data(), 1, out.size(), stdout);
    flush_results();
  }

  void tell_totals() const {
    if (unknown_ > 0)
      spdlog::warn("{} of {} texts have no known word: the biases alone decided", unknown_, texts_read_);
    if (cut_ > 0) spdlog::warn("{} of {} texts were cut to the model's data.max_length", cut_, texts_read_);
    if (labels_read_ == 0) return;
    spdlog::info("accuracy {:.4f}: {} of {} labels predicted",
                 static_cast<double>(correct_) / static_cast<double>(labels_read_), correct_, labels_read_);
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
                          std::span<const float> probability, std::size_t known, const std::string& truth) {
    const Id best = most_probable(probability, 1)[0];
    Json json{{"text", text}, {"label", labels.token(best)}, {"probability", probability[best]}, {"known", known}};
    if (!truth.empty()) json["true_label"] = truth;
    for (Id id = 0; id < probability.size(); ++id) json["probabilities"][labels.token(id)] = probability[id];
    fmt::format_to(std::back_inserter(out), "{}\n", json.dump());
  }

  void append_line(fmt::memory_buffer& out, const Vocabulary& labels, std::span<const float> probability,
                   const std::string& truth) const {
    const std::size_t top = std::min(top_, probability.size());
    const auto order = most_probable(probability, top);
    for (std::size_t k = 0; k < top; ++k) {
      fmt::format_to(std::back_inserter(out), "{}{}\t{:.6f}", k == 0 ? "" : "\t", labels.token(order[k]),
                     probability[order[k]]);
    }
    fmt::format_to(std::back_inserter(out), "{}{}\n", truth.empty() ? "" : "\t", truth);
  }

  std::string run_;
  std::vector<std::string> files_, texts_;
  std::optional<bool> labelled_;
  std::size_t top_ = 1;
  std::size_t line_ = 0;  // of the input being read
  std::size_t texts_read_ = 0, unknown_ = 0, cut_ = 0, labels_read_ = 0, correct_ = 0;
  bool json_ = false;
};

const bool registered = register_command<Predict>("predict", "label<TAB>probability for each line of text");

}  // namespace
}  // namespace rowgrad
