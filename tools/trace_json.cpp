#include "tools/trace_json.hpp"

#include "tools/row_text.hpp"

namespace rowgrad {
namespace {

Json inputs_json(const std::vector<Trace::Ids>& inputs) {
  Json list = Json::array();
  for (const Trace::Ids& input : inputs)
    list.push_back({{"name", input.name}, {"ids", input.ids}, {"names", input.names}});
  return list;
}

Json outputs_json(const std::vector<Trace::Output>& outputs) {
  Json list = Json::array();
  for (const Trace::Output& output : outputs) {
    list.push_back({{"name", output.name},
                    {"layer", output.layer},
                    {"inputs", output.inputs},
                    {"domain", output.space},
                    {"values", rows_json(output.values)}});
  }
  return list;
}

Json classifier_json(const Trace::Classifier& classifier) {
  Json json{{"logits", classifier.logits},
            {"labels", classifier.labels},
            {"names", classifier.names},
            {"probabilities", rows_json(classifier.probabilities)}};
  if (!classifier.gap.empty()) json["gap"] = classifier.gap;  // the layer whose gradient is p − q
  return json;
}

Json losses_json(const std::vector<Trace::Loss>& losses) {
  Json json = Json::object();
  for (const Trace::Loss& loss : losses) json[loss.name] = loss.nats;
  return json;
}

Json gradients_json(const std::vector<Trace::OutputGradient>& gradients) {
  Json list = Json::array();
  for (const auto& [name, values] : gradients) list.push_back({{"name", name}, {"gradient", rows_json(values)}});
  return list;
}

Json parameters_json(const std::vector<Trace::Parameter>& parameters) {
  Json list = Json::array();
  for (const Trace::Parameter& parameter : parameters) {
    Json touched = Json::array();
    for (const Trace::TouchedRow& row : parameter.touched)
      touched.push_back({{"row", row.row}, {"name", row.name}, {"gradient", row.gradient}, {"before", row.before}});
    list.push_back({{"name", parameter.name},
                    {"shape", {parameter.rows, parameter.columns}},
                    {"trainable", parameter.trainable},
                    {"rows", std::move(touched)}});
  }
  return list;
}

Json updates_json(const Trace& trace) {
  Json list = Json::array();
  for (const Trace::Update& update : trace.updates) {
    Json parameters = Json::array();
    for (std::size_t p = 0; p < update.parameters.size(); ++p) {
      const auto& [rows, after] = update.parameters[p];
      parameters.push_back({{"name", trace.parameters[p].name}, {"rows_moved", rows}, {"after", after}});
    }
    list.push_back({{"optimizer", update.rule}, {"lr", update.lr}, {"parameters", std::move(parameters)}});
    list.back()["loss"] = losses_json(update.losses);
    if (trace.classifier) list.back()["probabilities"] = rows_json(update.probabilities);
  }
  return list;
}

}  // namespace

Json to_json(const Trace& trace) {
  Json json{{"inputs", inputs_json(trace.inputs)}, {"forward", outputs_json(trace.outputs)}};
  if (trace.classifier) json["classifier"] = classifier_json(*trace.classifier);
  if (trace.losses.empty()) return json;
  json["loss"] = losses_json(trace.losses);
  json["backward"] = gradients_json(trace.gradients);
  json["parameters"] = parameters_json(trace.parameters);
  json["updates"] = updates_json(trace);
  return json;
}

Json to_json(const Contrast& contrast) {
  Json layers = Json::array();
  for (const Contrast::Layer& layer : contrast.layers) {
    layers.push_back(
        {{"name", layer.name}, {"cosine", layer.cosine}, {"first", layer.first}, {"second", layer.second}});
  }
  return {{"token", contrast.token}, {"layers", std::move(layers)}};
}

}  // namespace rowgrad
