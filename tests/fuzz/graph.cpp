#include "config/config.hpp"
#include "graph/build_graph.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad::fuzz {
namespace {

// Small: only what a graph may name counts here.
Inputs all_inputs() {
  Inputs inputs;
  const RowSpace& document = inputs.space("document");
  const RowSpace& token = inputs.space("token", &document);
  inputs.ids("tokens", token, 10, "");
  inputs.ids("next", token, 10, "");
  inputs.ids("label", document, 3, "");
  inputs.samples("noise", inputs.space("noise"), std::vector<float>(10, -2.3F), "");
  inputs.real("weights", document, 1, "");
  inputs.size("vocab", 10);
  inputs.size("classes", 3);
  return inputs;
}

}  // namespace

void graph(std::string_view bytes) {
  static const Inputs inputs = all_inputs();
  const ModelSpec model = read_model(parse_json(bytes, "fuzz.json"), {"fuzz.json", "/model"});
  build_graph(model, {{"d", 4}}, inputs);
}

}  // namespace rowgrad::fuzz
