#include "run/metrics_log.hpp"

#include <fmt/format.h>

#include "core/error.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

LoggedMetrics metrics_of(const Json& line) {
  LoggedMetrics metrics;
  metrics.step = line.at("step").get<std::size_t>();
  metrics.epoch = line.at("epoch").get<std::size_t>();
  metrics.split = line.at("split").get<std::string>();
  metrics.loss = number_of(line, "loss");
  metrics.accuracy = number_of(line, "accuracy");
  metrics.seconds = number_of(line, "seconds");
  return metrics;
}

std::string_view whole_lines(std::string_view text) { return text.substr(0, text.rfind('\n') + 1); }  // npos + 1 is 0

}  // namespace

std::optional<double> number_of(const Json& json, const char* key) {
  const auto found = json.find(key);
  if (found == json.end() || !found->is_number()) return std::nullopt;
  return found->get<double>();
}

std::vector<LoggedMetrics> read_metrics_log(const std::filesystem::path& file) {
  const TextFile source(file);
  std::vector<LoggedMetrics> metrics;
  for_each_line(whole_lines(source.text()), [&](std::string_view line, std::size_t number) {
    try {
      metrics.push_back(metrics_of(Json::parse(line)));
    } catch (const Json::exception&) {
      throw input_error(fmt::format("{}:{}", file.string(), number),
                        "expected a line of metrics: {\"step\", \"epoch\", \"split\", \"loss\"}",
                        "remove the line, or put back the file");
    }
  });
  return metrics;
}

std::map<std::string, LoggedMetrics> last_logged_metrics(const std::filesystem::path& file) {
  constexpr std::size_t tail_bytes = 1'000'000;
  const TextFile source(file);
  std::string_view text = whole_lines(source.text());
  if (text.size() > tail_bytes) {
    text.remove_prefix(text.size() - tail_bytes);
    text.remove_prefix(text.find('\n') + 1);
  }
  std::map<std::string, LoggedMetrics> last;
  for_each_line(text, [&](std::string_view line, std::size_t) {
    const Json json = Json::parse(line, nullptr, /*allow_exceptions=*/false);
    try {
      const LoggedMetrics metrics = metrics_of(json);
      last[metrics.split] = metrics;
    } catch (const Json::exception&) {  // somebody else's line says nothing
    }
  });
  return last;
}

}  // namespace rowgrad
