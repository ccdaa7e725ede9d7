// The inputs and layers of a sentiment model, for tests that build graphs, well-formed and not.
#pragma once

#include "graph/build_graph.hpp"
#include "tests/catch.hpp"

namespace rowgrad {

/// Ids `tokens` below 10 by token, grouped in documents; `label` below 2 by document; the sizes vocab and classes.
inline Inputs sentiment_inputs() {
  Inputs inputs;
  const RowSpace& document = inputs.space("document");
  inputs.ids("tokens", inputs.space("token", &document), 10, "");
  inputs.ids("label", document, 2, "");
  inputs.size("vocab", 10);
  inputs.size("classes", 2);
  return inputs;
}

/// The graph of a list of layers without its brackets; "d" is 4.
inline Graph sentiment_graph(const std::string& layers, const Sizes& sizes = {{"d", 4}},
                             const Registry<Layer>& registry = Registry<Layer>::instance()) {
  return build_graph(read_model(Json::parse("[" + layers + "]"), {"a.json", "/model"}, registry), sizes,
                     sentiment_inputs());
}

/// Checks that a model is refused with a message that has all the parts.
inline void check_refused(const std::string& layers, const std::vector<std::string>& parts,
                          const Registry<Layer>& registry = Registry<Layer>::instance()) {
  INFO(layers);
  try {
    sentiment_graph(layers, {{"d", 4}}, registry);
    FAIL_CHECK("not refused");
  } catch (const Error& e) {
    CHECK(e.exit_code() == 2);
    for (const std::string& part : parts) CHECK_THAT(std::string(e.what()), Catch::Matchers::Contains(part));
  }
}

// Layers of a well-formed model, each with the comma that follows it but for the last.
inline const std::string embed = R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dim": "d"},)";
inline const std::string phrase = R"({"name": "phrase", "layer": "Sum", "input": "embed"},)";
inline const std::string logits = R"({"name": "logits", "layer": "Linear", "input": "phrase", "out": "classes"},)";
inline const std::string loss = R"({"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]})";

/// The same without the comma.
inline std::string last(const std::string& layer) { return layer.substr(0, layer.size() - 1); }

}  // namespace rowgrad
