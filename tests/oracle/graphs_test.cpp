#include "config/catalogue.hpp"
#include "graph/execute.hpp"
#include "optim/optimizer.hpp"
#include "tests/catch.hpp"
#include "tests/oracle/golden.hpp"

namespace rowgrad {
namespace {

template <class T>
void check_model(const Json& golden) {
  const Inputs inputs = golden_inputs(golden["world"]);
  const Graph graph = golden_graph(golden["model"], inputs);
  const auto rule = read_section<UpdateRule>("optimizer", golden["optimizer"], {"golden", "/optimizer"});
  auto parameters = golden_parameters<T>(graph, golden["start"]);
  auto state = initial_optimizer_state<T>(*rule, graph.parameters());
  Optimizer<T> optimizer(*rule, graph.parameters(), state);
  auto tape = make_tape<T>(graph);
  auto gradients = make_gradients<T>(graph);
  const Mode mode{true, Random(1)};
  const Reduction reduction = golden["reduction"] == "sum" ? Reduction::sum : Reduction::mean;
  for (std::size_t step = 0; step < golden["batches"].size(); ++step) {
    const Batch batch = golden_batch(inputs, golden["batches"][step]);
    for (auto& gradient : gradients) gradient.clear();
    forward(graph, batch, parameters, tape, mode);
    LossMeter meter;
    meter.add(graph, tape);
    CHECK(meter.mean() == Approx(golden["losses"][step].get<double>()).epsilon(golden_tolerance<T>));
    backward(graph, batch, parameters, tape, gradients, mode, reduction);
    for (std::size_t p = 0; step == 0 && p < parameters.size(); ++p) {
      INFO("gradient of " << parameters[p].spec.name);
      CHECK(worst_difference(gradients[p].to_dense(), golden["gradients"][parameters[p].spec.name]) <=
            golden_tolerance<T>);
    }
    optimizer.step(parameters, gradients, rule->lr());
  }
  for (const Parameter<T>& p : parameters) {
    INFO(p.spec.name << " at the end");
    CHECK(worst_difference(p.value, golden["end"][p.spec.name]) <= golden_tolerance<T>);
  }
}

TEST_CASE("the sentiment, skip-gram and tied bigram models train as they do in PyTorch") {
  const Json models = load_golden("graphs.json");
  REQUIRE(models.size() == 3);
  for (const Json& golden : models) {
    INFO(golden["name"].get<std::string>());
    check_model<double>(golden);
    check_model<float>(golden);
  }
}

}  // namespace
}  // namespace rowgrad
