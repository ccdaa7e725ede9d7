#include "metrics/metrics.hpp"

namespace rowgrad {

Json to_json(const Metrics& metrics) {
  Json json{{"loss", metrics.loss}};
  if (metrics.accuracy) json["accuracy"] = *metrics.accuracy;
  return json;
}

Json to_full_json(const Metrics& metrics) {
  Json json = to_json(metrics);
  if (metrics.classes) json.update(to_json(*metrics.classes));
  return json;
}

}  // namespace rowgrad
