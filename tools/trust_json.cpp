#include "tools/trust_json.hpp"

namespace rowgrad {

Json to_json(const std::vector<ConfidenceBin>& bins) {
  Json list = Json::array();
  for (const auto& [from, to, count, confidence, accuracy] : bins) {
    list.push_back({{"from", from}, {"to", to}, {"count", count}, {"confidence", confidence}, {"accuracy", accuracy}});
  }
  return list;
}

Json to_json(const std::vector<WorstExample>& worst, const Vocabulary& labels) {
  Json list = Json::array();
  for (const WorstExample& example : worst) {
    Json words = Json::array();
    for (const auto& [name, weight] : example.words) words.push_back({{"word", name}, {"weight", weight}});
    list.push_back({{"number", example.number},
                    {"text", example.text},
                    {"label", labels.token(example.label)},
                    {"predicted", labels.token(example.predicted)},
                    {"rival", labels.token(example.rival)},
                    {"probability", example.probability},
                    {"loss", example.loss},
                    {"words", std::move(words)}});
  }
  return list;
}

Json trust_json(const std::string& split, const Metrics& metrics, const std::vector<WorstExample>& worst,
                const Vocabulary& labels) {
  const ClassificationReport& report = metrics.classes.value();
  Json names = Json::array();
  for (Id id = 0; id < labels.size(); ++id) names.push_back(labels.token(id));
  Json json{{"split", split},
            {"count", metrics.rows},
            {"accuracy", metrics.accuracy.value()},
            {"loss", metrics.loss},
            {"calibration_error", report.calibration_error},
            {"bins", to_json(report.bins)},
            {"labels", std::move(names)}};
  const Json in_full = to_json(report);
  const char* const confusion = report.fits_matrix() ? "confusion" : "worst_confusions";
  json[confusion] = in_full.at(confusion);
  json["worst"] = to_json(worst, labels);
  return json;
}

}  // namespace rowgrad
