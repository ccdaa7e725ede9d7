#include "tools/trace_story.hpp"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>
#include <span>

#include "tools/row_text.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t rows_shown = 8;

using Names = std::vector<std::string>;

double norm(const std::vector<double>& values) {
  double sum = 0.0;
  for (const double x : values) sum += x * x;
  return std::sqrt(sum);
}

// The first rows, each after its name where there are names.
void print_rows(const Matrix<float>& values, const Names& names, std::size_t count) {
  for (std::size_t i = 0; i < count && i < rows_shown; ++i)
    fmt::print("      {:<14} {}\n", i < names.size() ? names[i] : "", brief(row_of(values, i)));
  if (count > rows_shown) fmt::print("      … {} more rows\n", count - rows_shown);
}

bool rows_are_identical(const Matrix<float>& m) {
  for (std::size_t i = 1; i < rows(m); ++i) {
    if (!std::ranges::equal(row_of(m, i), row_of(m, 0))) return false;
  }
  return true;
}

// "  negative 0.98000  positive 0.02000"
std::string named(std::span<const float> numbers, const Names& names) {
  std::string text;
  for (std::size_t c = 0; c < numbers.size() && c < 2 * rows_shown; ++c)
    text += fmt::format("  {} {:.5f}", names[c], static_cast<double>(numbers[c]));
  return text + (numbers.size() > 2 * rows_shown ? "  …" : "");
}

class Story {
 public:
  explicit Story(const Trace& trace) : trace_(trace) {}

  void tell() const {
    fmt::print("1  From text to ids\n");
    for (const Trace::Ids& input : trace_.inputs) ids(input);
    fmt::print("\n2  Forward: ids pick rows, layers turn rows into rows\n");
    for (const Trace::Output& output : trace_.outputs) layer(output);
    if (trace_.losses.empty()) {
      if (trace_.classifier) probabilities(trace_.classifier->probabilities);
      return;
    }
    fmt::print("\n3  Loss\n");
    if (trace_.classifier) probabilities(trace_.classifier->probabilities);
    for (const auto& [name, nats] : trace_.losses) fmt::print("   {} = {}\n", name, brief(nats));
    fmt::print("\n4  Backward: dL/dL = 1, and from there against the arrows\n");
    for (const Trace::OutputGradient& gradient : trace_.gradients) output_gradient(gradient);
    fmt::print("   Gradients that reached the parameters\n");
    for (const Trace::Parameter& parameter : trace_.parameters) parameter_gradient(parameter);
    for (std::size_t u = 0; u < trace_.updates.size(); ++u) {
      fmt::print("\n{}  One step of a fresh {} at learning rate {}: how far each row moves\n", 5 + u,
                 trace_.updates[u].rule, trace_.updates[u].lr);
      update(trace_.updates[u]);
    }
  }

 private:
  void update(const Trace::Update& update) const {
    for (std::size_t p = 0; p < trace_.parameters.size(); ++p) moved(trace_.parameters[p], update.parameters[p]);
    for (std::size_t i = 0; i < trace_.losses.size(); ++i) {
      fmt::print("   {}: {} before, {} after\n", trace_.losses[i].name, brief(trace_.losses[i].nats),
                 brief(update.losses[i].nats));
    }
    if (trace_.classifier) probabilities(update.probabilities);
  }

  static void ids(const Trace::Ids& input) {
    fmt::print("   {}:", input.name);
    for (std::size_t i = 0; i < input.ids.size() && i < 4 * rows_shown; ++i)
      fmt::print(" {}={}", input.names[i], input.ids[i]);
    fmt::print("{}\n", input.ids.empty() ? " none: nothing here is known to the model" : "");
  }

  void layer(const Trace::Output& output) const {
    const std::size_t count = rows(output.values);
    fmt::print("   {} = {}({}): {} rows of {} by {}\n", output.name, output.layer, fmt::join(output.inputs, ", "),
               count, count == 0 ? 0 : columns(output.values), output.space);
    print_rows(output.values, row_names(output), count);
  }

  // Names for a layer's rows: those of the ids it reads, if it has one row per id.
  Names row_names(const Trace::Output& output) const {
    for (const Trace::Ids& input : trace_.inputs) {
      const bool is_read = std::ranges::find(output.inputs, input.name) != output.inputs.end();
      if (is_read && input.names.size() == rows(output.values)) return input.names;
    }
    return {};
  }

  void probabilities(const Matrix<float>& p) const {
    for (std::size_t i = 0; i < rows(p) && i < rows_shown; ++i)
      fmt::print("   softmax:{}\n", named(row_of(p, i), trace_.classifier->names));
  }

  void output_gradient(const Trace::OutputGradient& gradient) const {
    const Matrix<float>& g = gradient.values;
    const bool is_gap = trace_.classifier && gradient.name == trace_.classifier->gap;
    const bool is_logits = trace_.classifier && gradient.name == trace_.classifier->logits;
    fmt::print("   dL/d{}{}\n", gradient.name, is_gap ? " = p − q" : "");
    if (is_gap || is_logits) {
      for (std::size_t i = 0; i < rows(g) && i < rows_shown; ++i)
        fmt::print("     {}\n", named(row_of(g, i), trace_.classifier->names));
      return;
    }
    const bool same = rows(g) > 1 && rows_are_identical(g);
    if (same) fmt::print("      the identical gradient at each of the {} rows:\n", rows(g));
    print_rows(g, {}, same ? 1 : rows(g));
  }

  static void parameter_gradient(const Trace::Parameter& parameter) {
    fmt::print("   {} ({} x {}): {} of {} rows\n", parameter.name, parameter.rows, parameter.columns,
               parameter.touched.size(), parameter.rows);
    for (std::size_t i = 0; i < parameter.touched.size() && i < rows_shown; ++i)
      fmt::print("      {:<14} {}\n", parameter.touched[i].name, brief(parameter.touched[i].gradient));
    if (parameter.touched.size() > rows_shown) fmt::print("      … {} more\n", parameter.touched.size() - rows_shown);
  }

  static void moved(const Trace::Parameter& parameter, const Trace::Update::Moved& moved) {
    fmt::print("   {}: {} of {} rows moved\n", parameter.name, moved.rows, parameter.rows);
    for (std::size_t i = 0; i < parameter.touched.size() && i < rows_shown; ++i) {
      const std::vector<float>&before = parameter.touched[i].before, &after = moved.after[i];
      std::vector<double> step;
      for (std::size_t j = 0; j < after.size(); ++j)
        step.push_back(static_cast<double>(after[j]) - static_cast<double>(before[j]));
      fmt::print("      {:<14} {}  length {:.5f}\n", parameter.touched[i].name, brief(step), norm(step));
    }
  }

  const Trace& trace_;
};

}  // namespace

void print_story(const Trace& trace) { Story(trace).tell(); }

void print_story(const Contrast& contrast, const std::string& first_text, const std::string& second_text) {
  fmt::print("\"{}\" in \"{}\" and in \"{}\"\n", contrast.token, first_text, second_text);
  for (const Contrast::Layer& layer : contrast.layers) {
    fmt::print("   {:<14} cosine {:7.4f}\n      {}\n      {}\n", layer.name, layer.cosine, brief(layer.first),
               brief(layer.second));
  }
}

}  // namespace rowgrad
