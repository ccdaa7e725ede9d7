#include <fmt/format.h>
#include <spdlog/spdlog.h>

#include <algorithm>
#include <cstdio>
#include <filesystem>
#include <numeric>
#include <optional>

#include "core/input_text.hpp"
#include "core/standard_input.hpp"
#include "core/text_file.hpp"
#include "core/utf8.hpp"
#include "data/labelled_file.hpp"
#include "models/sentiment/classifier.hpp"
#include "tools/command.hpp"
#include "tools/labels_in_file.hpp"
#include "tools/line_reader.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/prompt.hpp"
#include "tools/run_data.hpp"
#include "tools/texts_in_file.hpp"

namespace rowgrad {
namespace {

class Predict : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run directory of a classifier")->required();
    app.add_option("files", files_,
                   "files of texts: a line each or, with a header or as JSON lines, a column; - is stdin (default)");
    app.add_option("--text", texts_, "a text to label")->allow_extra_args(false);
    app.add_flag("--labelled", labelled_,
                 "the inputs hold labels (default: a file does if most of its first labels are the run's)");
    app.add_flag("--unlabelled", unlabelled_, "no labels are looked for: every line is a text")->excludes("--labelled");
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
    options_ = labelled_options(model.experiment.spec.resolved["data"]);
    Group group{classifier, dataset.labels()};
    for (const std::string& text : texts_) add_line(group, text, "--text", 1);
    if (texts_.empty() && files_.empty()) files_.emplace_back("-");
    for (const std::string& file : files_) predict_file(group, file);
    flush(group);
    tell_totals();
    return 0;
  }

 private:
  // Texts that wait to be predicted together, with their true labels where there are any.
  struct Group {
    Classifier& classifier;
    const Vocabulary& labels;
    std::vector<std::string> texts = {};
    std::vector<Id> truth = {};
    std::size_t bytes = 0;  // of the texts
  };

  void predict_file(Group& group, const std::string& file) {
    std::error_code ignored;  // whoever opens it tells
    const bool stream = is_standard_input(file) || std::filesystem::is_fifo(file, ignored);
    const auto layout = labelled_ || (!unlabelled_ && !stream) ? labels_in(file, options_, group.labels) : std::nullopt;
    const auto take = [&](std::string_view text, std::size_t line) { add_line(group, text, file, line); };
    if (labelled_ || layout) {
      if (!labelled_) spdlog::info("{}: it holds labels, which are compared (--unlabelled: do not)", file);
      predict_labelled(group, file, layout.value_or(options_));
    } else if (stream) {
      predict_stream(group, file);
    } else if (unlabelled_) {
      const InputText input(file);
      for_each_line(input.text(), take);
    } else {
      for_each_text(file, options_, take);
    }
    flush(group);
  }

  // What has arrived is answered before more is waited for.
  void predict_stream(Group& group, const std::string& file) {
    LineReader input(file);
    const std::optional<Prompt> prompt = file == "-" ? std::make_optional<Prompt>("Type a text") : std::nullopt;
    const bool typed = prompt && prompt->on_terminal();
    if (const Packing packing = typed ? Packing::none : packing_of(input.beginning()); packing != Packing::none)
      return predict_packed(group, input, packing);
    std::size_t number = 0;
    const auto next = [&] {
      if (prompt) prompt->ask();
      return input.next();
    };
    for (std::vector<std::string> lines = next(); !lines.empty(); lines = next()) {
      for (std::string_view line : lines) {
        if (number == 0) line = without_byte_order_mark(line);
        add_line(group, line, input.name(), ++number);
      }
      flush(group);
    }
  }

  // A packed stream is read to its end first.
  void predict_packed(Group& group, LineReader& input, Packing packing) {
    const FileBytes stored = input.rest(), text = unpack(stored.view(), packing, input.name());
    for_each_line(without_byte_order_mark(text.view()),
                  [&](std::string_view line, std::size_t number) { add_line(group, line, input.name(), number); });
  }

  void predict_labelled(Group& group, const std::string& file, const LabelledOptions& layout) {
    LabelledFile input(file, layout, group.labels);
    for (Example example; input.next(example);) {
      const auto label = group.labels.find(example.label);
      if (!label) {
        throw input_error(fmt::format("{}:{}", shown_name(file), example.line),
                          fmt::format("the label \"{}\" does not occur in the training data", example.label),
                          "correct it, or give --unlabelled");
      }
      group.truth.push_back(*label);
      add(group, example.text);
    }
  }

  void add_line(Group& group, std::string_view line, const std::string& source, std::size_t number) {
    if (find_invalid_utf8(line) != std::string_view::npos)
      throw input_error(fmt::format("{}:{}", source, number), "is not valid UTF-8", "convert it to UTF-8");
    add(group, line);
  }

  // What is kept for a group, such as every class's probability, does not grow with the input.
  void add(Group& group, std::string_view text) {
    constexpr std::size_t most = 1024, most_bytes = std::size_t{1} << 20;
    group.texts.emplace_back(text);
    group.bytes += text.size();
    if (group.texts.size() == most || group.bytes >= most_bytes) flush(group);
  }

  void flush(Group& group) {
    predict_group(group);
    group.texts.clear();
    group.truth.clear();
    group.bytes = 0;
  }

  void predict_group(const Group& group) {
    const auto& [classifier, labels, texts, truth, bytes] = group;
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
  LabelledOptions options_;  // of the run's own files
  std::size_t top_ = 1;
  std::size_t texts_read_ = 0, unknown_ = 0, cut_ = 0, labels_read_ = 0, correct_ = 0;
  bool labelled_ = false, unlabelled_ = false, json_ = false;
};

const bool registered = register_command<Predict>("predict", "label<TAB>probability for each line of text");

}  // namespace
}  // namespace rowgrad
