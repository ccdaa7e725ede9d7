// run_layer(): one layer on the batch of the layer fixture, which a test may have changed.
#pragma once

#include "graph/execute.hpp"
#include "verify/layer_fixture.hpp"

namespace rowgrad {

/// The rows of a real-valued input of the fixture.
inline Matrix<float>& input_rows(Batch& batch, const std::string& name) {
  const LayerFixture fixture;
  const auto& inputs = fixture.inputs().all();
  const auto it = std::find_if(inputs.begin(), inputs.end(), [&](const auto& input) { return input.name == name; });
  return batch.values.at(static_cast<std::size_t>(it - inputs.begin()));
}

/// What a layer puts out in evaluation, its parameters as they start. `example` is its config without name and type.
inline Matrix<double> run_layer(const std::string& layer, const std::string& example, const Batch& batch) {
  const Graph graph = LayerFixture().graph(layer, example);
  auto parameters = initialise<double>(graph.parameters(), Random(1));
  auto tape = make_tape<double>(graph);
  forward(graph, batch, parameters, tape, {false, Random(1)});
  return tape.nodes[graph.find("layer").value()].output;
}

// The fixture's third document: where its rows begin in the row space "token", and how many there are.
inline constexpr std::size_t third_document = 3, third_length = 4;

}  // namespace rowgrad
