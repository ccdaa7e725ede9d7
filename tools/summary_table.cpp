#include "tools/summary_table.hpp"

#include <fmt/format.h>

#include "tools/for_people.hpp"

namespace rowgrad {
namespace {

std::string percent(double share) { return fmt::format("{:.1f} %", 100 * share); }

std::string split_row(const std::string& name, const Metrics& m) {
  std::string row = fmt::format("{:<10}{:>10.4f}", name, m.loss);
  if (m.accuracy) row += fmt::format("{:>12}", percent(*m.accuracy));
  if (m.classes) row += fmt::format("{:>12}", percent(m.classes->macro_f1));
  return row + "\n";
}

std::string splits_table(const std::map<Split, Metrics>& splits) {
  bool accuracy = false, classes = false;
  std::string rows;
  for (const auto& [split, metrics] : splits) {
    accuracy |= metrics.accuracy.has_value();
    classes |= metrics.classes.has_value();
    rows += split_row(split_name(split), metrics);
  }
  return fmt::format("{:<10}{:>10}{}{}\n", "", "loss", accuracy ? fmt::format("{:>12}", "accuracy") : "",
                     classes ? fmt::format("{:>12}", "macro F1") : "") +
         rows;
}

}  // namespace

std::string summary_table(const Summary& s, const std::filesystem::path& run) {
  const std::string kept = s.best_epoch > 0 ? fmt::format(" (epoch {} is kept)", s.best_epoch) : "";
  std::string text = splits_table(s.splits);
  const auto line = [&](const char* name, const std::string& value) { text += fmt::format("{:<12}{}\n", name, value); };
  text += "\n";
  line("epochs", fmt::format("{}{}, {}", s.epochs, kept, counted(s.steps, "step")));
  line("parameters", grouped(s.parameters));
  line("time", fmt::format("{} (load {}, train {})", duration(s.seconds_total), duration(s.seconds_load),
                           duration(s.seconds_train)));
  line("speed", speed(s.tokens_per_second));
  line("run", run.string());
  return text;
}

}  // namespace rowgrad
