#include "graph/build_graph.hpp"

#include "tests/graph/sentiment_inputs.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {
namespace {

TEST_CASE("layers may stand in any order, the graph sorts them") {
  const Graph graph = sentiment_graph(loss + "," + logits + phrase + last(embed));
  CHECK(graph.nodes().back().name == "loss");
  CHECK(graph.parameter_count() == 10 * 4 + 2 * 4 + 2);
  CHECK(graph.losses().size() == 1);
}

TEST_CASE("a borrowed weight is one parameter") {
  const Graph graph =
      sentiment_graph(embed + R"({"name": "h", "layer": "Linear", "input": "embed", "weight": "embed.weight"},
        {"name": "pooled", "layer": "Mean", "input": "h"},
        {"name": "logits", "layer": "Linear", "input": "pooled", "out": 2},)" +
                      loss);
  CHECK(graph.parameters().size() == 4);
  CHECK(graph.find_parameter("embed.weight").has_value());
  CHECK(!graph.find_parameter("h.weight").has_value());
}

// Twice a lookup in another layer's table, which it names in parameters() only, as a table of `columns_` columns.
class TwiceBorrowed : public Layer {
 public:
  static constexpr Input ids{0, "ids"};
  static constexpr Param weight{0, "weight"};

  void declare(Keys& keys) override {
    keys.add("weight", borrowed_, "");
    keys.add("columns", columns_, "");
  }
  ValueType output(const LayerInputs& in) const override { return {Kind::real, in.ids(ids).space, columns_}; }
  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    ParameterSpec spec(weight, in.ids(ids).width, columns_, {});
    spec.borrowed = borrowed_;
    return {spec};
  }
  std::vector<std::string> examples() const override { return {}; }

  template <class T>
  void forward(Forward<T>& f) const {
    for (std::size_t i = 0; i < rows(f.output()); ++i)
      row_kernels<T>().scaled_copy(T(2), row(f.parameter(weight), f.ids(ids)[i]), row(f.output(), i), columns_);
  }
  template <class T>
  void backward(Backward<T>&) const {}

 private:
  std::string borrowed_;
  std::size_t columns_ = 4;
};

Registry<Layer> with_twice_borrowed() {
  Registry<Layer> registry = Registry<Layer>::instance();
  registry.add("TwiceBorrowed", {"", [] { return std::make_unique<Registered<TwiceBorrowed>>(); }});
  return registry;
}

// The borrower before the owner, which is built while the borrower's parameters are found.
std::string borrower_first(std::size_t columns) {
  return R"({"name": "twice", "layer": "TwiceBorrowed", "input": "tokens", "weight": "embed.weight", "columns": )" +
         std::to_string(columns) + R"(}, {"name": "sum", "layer": "Add", "inputs": ["twice", "embed"]},)" + embed +
         R"({"name": "phrase", "layer": "Sum", "input": "sum"},)" + logits + loss;
}

TEST_CASE("a layer that borrows a weight only in parameters() runs as itself, with the owner's parameter") {
  const Graph graph = sentiment_graph(borrower_first(4), {{"d", 4}}, with_twice_borrowed());
  const Node& twice = graph.node(graph.find("twice").value());
  CHECK(twice.layer_name() == "TwiceBorrowed");
  CHECK(twice.parameters == std::vector{graph.find_parameter("embed.weight").value()});
  Batch batch;
  batch.ids = {{3, 9, 3}, {0, 1}};
  batch.values.resize(2);
  batch.partitions = {{2, {}, {}}, {3, {0, 1, 3}, {}}};
  GraphRunner<double> runner(graph, batch, initialise<double>(graph.parameters(), Random(1)));
  runner.forward();
  for (std::size_t i = 0; i < 3; ++i) CHECK(runner.value("twice")(i, 1) == 2 * runner.value("embed")(i, 1));
}

TEST_CASE("a borrowed parameter of another shape than the layer wants is refused with both shapes") {
  check_refused(borrower_first(3), {"a.json: /model/0/weight", "\"embed.weight\" is 10 x 4", "wants 10 x 3"},
                with_twice_borrowed());
}

TEST_CASE("a misspelt input, size, layer, key or parameter is refused where it stands, with a suggestion") {
  check_refused(R"({"name": "embed", "layer": "Embedding", "input": "tokkens", "dim": 4})",
                {"a.json: /model/0/input", "tokkens", "did you mean \"tokens\"?"});
  check_refused(embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase", "out": "clases"},)" + loss,
                {"/model/2/out", "unknown size \"clases\"", "did you mean \"classes\"?"});
  check_refused(R"({"name": "embed", "layer": "Embeding", "input": "tokens"})",
                {"/model/0/layer", "did you mean \"Embedding\"?"});
  check_refused(R"({"name": "embed", "layer": "Embedding", "input": "tokens", "dimm": 4})",
                {"/model/0/dimm", "did you mean \"dim\"?"});
  check_refused(
      embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase", "weight": "embd.weight"},)" + loss,
      {"/model/2", "embd.weight", "did you mean \"embed.weight\"?"});
}

TEST_CASE("values of different spaces, kinds or widths cannot meet") {
  check_refused(embed + R"({"name": "logits", "layer": "Linear", "input": "embed", "out": "classes"},)" + loss,
                {"/model/2", "token", "document"});
  check_refused(R"({"name": "logits", "layer": "Linear", "input": "tokens", "out": 2},)" + loss,
                {"/model/0", "ids", "Embedding"});
  check_refused(embed + phrase + R"({"name": "logits", "layer": "Linear", "input": "phrase", "out": 3},)" + loss,
                {"/model/3", "3 logits for 2 classes"});
  check_refused(embed + phrase + R"({"name": "again", "layer": "Sum", "input": "phrase"},)" + logits + loss,
                {"/model/2", "not grouped"});
}

TEST_CASE("cycles, taken names and values that nobody reads are refused") {
  check_refused(
      R"({"name": "a", "layer": "Add", "inputs": ["b", "b"]}, {"name": "b", "layer": "Add", "inputs": ["a", "a"]})",
      {"depends on itself", "cycle"});
  check_refused(embed + embed + phrase + logits + loss, {"/model/1/name", "already taken"});
  check_refused(embed + phrase + logits + loss + "," + last(phrase), {"/model/4/name"});
  check_refused(embed + phrase + R"({"name": "extra", "layer": "Mean", "input": "embed"},)" + logits + loss,
                {"/model/2", "nothing reads \"extra\""});
  check_refused(R"({"name": "label", "layer": "Embedding", "input": "tokens", "dim": 2})",
                {"/model/0/name", "is an input of the task"});
}

TEST_CASE("a size of the config must not be one that the data defines") {
  CHECK_THROWS_WITH(sentiment_graph(embed + phrase + logits + loss, {{"d", 4}, {"vocab", 3}}),
                    Catch::Matchers::Contains("/sizes/vocab") && Catch::Matchers::Contains("defined by the data"));
}

// `n` layers, each reading the one listed after it, the last reads `input`.
std::string reversed_chain(std::size_t n, const std::string& input) {
  std::string layers;
  for (std::size_t i = 0; i < n; ++i) {
    layers += R"({"name": "t)" + std::to_string(i) + R"(", "layer": "Tanh", "input": ")" +
              (i + 1 < n ? "t" + std::to_string(i + 1) : input) + "\"},";
  }
  return layers;
}

TEST_CASE("20,000 layers in reverse are sorted quickly and without a deep stack") {
  const Graph graph = sentiment_graph(
      reversed_chain(20000, "embed") + embed +
      R"({"name": "phrase", "layer": "Sum", "input": "t0"}, {"name": "logits", "layer": "Linear", "input": "phrase",
      "out": "classes"},)" +
      loss);
  CHECK(graph.nodes().size() == graph.input_count() + 20004);
  CHECK(graph.nodes()[graph.input_count() + 1].name == "t19999");
  CHECK_THROWS_WITH(sentiment_graph(reversed_chain(20000, "t0") + loss), Catch::Contains("depends on itself"));
}

}  // namespace
}  // namespace rowgrad
