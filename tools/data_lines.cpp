#include "tools/data_lines.hpp"

#include <fmt/format.h>

#include "config/json_checks.hpp"
#include "tools/for_people.hpp"

namespace rowgrad {
namespace {

std::string file_line(const ReadingReport::File& file, const std::string& token) {
  std::string line = fmt::format("{}: {} ({})", split_name(file.split), file.name, file.format);
  if (file.unknown > 0) {
    line += fmt::format(", {:.1f} % of its {}s not in the vocabulary",
                        100.0 * static_cast<double>(file.unknown) / static_cast<double>(file.tokens), token);
  }
  return line;
}

std::string split_line(const ReadingReport& report) {
  std::string line;
  for (const Split split : all_splits) {
    const ReadingReport::Part& part = report.parts[static_cast<std::size_t>(split)];
    if (part.items == 0) continue;
    line += fmt::format("{}{}: {}, {}", line.empty() ? "" : "; ", split_name(split), counted(part.items, report.item),
                        counted(part.tokens, report.token));
  }
  return line;
}

std::string label_line(const Vocabulary& labels) {
  constexpr Id most = 10;
  std::string line = counted(labels.size(), "label") + ": ";
  for (Id id = 0; id < labels.size() && id < most; ++id)
    line += fmt::format("{}{} {}", id == 0 ? "" : ", ", shortened(labels.token(id)), grouped(labels.count(id)));
  return labels.size() > most ? fmt::format("{} and {} more", line, labels.size() - most) : line;
}

}  // namespace

std::vector<std::string> data_lines(const Dataset& dataset) {
  const ReadingReport& report = dataset.report();
  std::vector<std::string> lines;
  if (report.files.empty()) return lines;
  for (const ReadingReport::File& file : report.files) lines.push_back(file_line(file, report.token));
  lines.push_back(split_line(report));
  std::string vocabulary = "vocabulary: " + counted(dataset.tokens().size(), report.token);
  if (report.dropped > 0)
    vocabulary += fmt::format("; {} {} left out", grouped(report.dropped), report.dropped_because);
  lines.push_back(vocabulary);
  if (dataset.labels().size() > 0) lines.push_back(label_line(dataset.labels()));
  return lines;
}

}  // namespace rowgrad
