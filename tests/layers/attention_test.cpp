// What Attention sees and what it does not.
#include <numeric>

#include "layers/attention_weights.hpp"
#include "tests/catch.hpp"
#include "tests/layers/run_layer.hpp"

namespace rowgrad {
namespace {

TEST_CASE("attention without positions is permutation-equivariant: rows move, nothing else changes") {
  constexpr std::size_t first = third_document, length = third_length;
  Batch batch = LayerFixture().batch();
  const std::string example = R"({"input": "x", "heads": 2})";
  const auto before = run_layer("Attention", example, batch);
  Matrix<float>& x = input_rows(batch, "x");
  std::rotate(row(x, first), row(x, first + 1), row(x, first + length));
  const auto after = run_layer("Attention", example, batch);
  for (std::size_t i = 0; i < length; ++i) {
    for (std::size_t j = 0; j < columns(before); ++j)
      CHECK(after(first + i, j) == Approx(before(first + (i + 1) % length, j)).epsilon(1e-12));
  }
}

TEST_CASE("causal attention does not see later rows, and no row of another segment") {
  Batch batch = LayerFixture().batch();
  const std::string example = R"({"input": "x", "heads": 2, "causal": true})";
  const auto before = run_layer("Attention", example, batch);
  input_rows(batch, "x")(third_document + 2, 1) += 1.0F;
  const auto after = run_layer("Attention", example, batch);
  for (std::size_t i = 0; i < rows(before); ++i) {
    const bool sees_it = i == third_document + 2 || i == third_document + 3;
    for (std::size_t j = 0; j < columns(before); ++j) CHECK((after(i, j) != before(i, j)) == sees_it);
  }
}

// What forward keeps for backward, in numbers.
std::size_t kept_probabilities(const std::string& example) {
  const LayerFixture fixture;
  const Graph graph = fixture.graph("Attention", example);
  auto parameters = initialise<double>(graph.parameters(), Random(1));
  auto tape = make_tape<double>(graph);
  forward(graph, fixture.batch(), parameters, tape, {true, Random(1)});
  constexpr std::size_t probabilities = 2;
  return tape.nodes[graph.find("layer").value()].saved[probabilities].size();
}

TEST_CASE("attention keeps a number for each pair of rows that see each other, whatever the longest segment") {
  const LayerFixture fixture;
  const Batch& batch = fixture.batch();
  const Graph graph = fixture.graph("Attention", R"({"input": "x"})");
  const RowSpace& space = *graph.node(graph.find("layer").value()).type.space;
  std::size_t pairs = 0, causal_pairs = 0;
  for (std::size_t s = 0; s < batch.row_count(*space.group); ++s) {
    const auto [first, last] = batch.segment(space, s);
    pairs += (last - first) * (last - first);
    causal_pairs += (last - first) * (last - first + 1) / 2;
  }
  CHECK(kept_probabilities(R"({"input": "x", "heads": 2})") == 2 * pairs);
  CHECK(kept_probabilities(R"({"input": "x", "heads": 2, "causal": true})") == 2 * causal_pairs);
}

// x·weightᵀ, one row of it.
std::vector<double> mapped(const float* x, const Matrix<float>& weight, std::size_t first, std::size_t last) {
  std::vector<double> y;
  for (std::size_t r = first; r < last; ++r)
    y.push_back(std::inner_product(x, x + columns(weight), row(weight, r), 0.0));
  return y;
}

TEST_CASE("the weights an attention layer tells of, times the values, projected, are what it puts out") {
  const LayerFixture fixture;
  const Batch& batch = fixture.batch();
  for (const bool causal : {false, true}) {
    const Graph graph = fixture.graph(
        "Attention", causal ? R"({"input": "x", "bias": false, "causal": true})" : R"({"input": "x", "bias": false})");
    auto parameters = initialise<float>(graph.parameters(), Random(1));
    auto tape = make_tape<float>(graph);
    const Mode mode;
    forward(graph, batch, parameters, tape, mode);
    const std::size_t node = graph.find("layer").value(), x = graph.find("x").value();
    const Matrix<float>& qkv = parameters[graph.find_parameter("layer.qkv").value()].value;
    const Matrix<float>& projection = parameters[graph.find_parameter("layer.projection").value()].value;
    const Pass<float> pass{graph.nodes(), batch, parameters, tape, mode};
    LayerContext<float> context(pass, node);
    const auto* layer = dynamic_cast<const AttentionWeights*>(graph.node(node).layer.get());
    REQUIRE(layer != nullptr);
    constexpr std::size_t third = 2;  // document
    const Matrix<float> weights = layer->weights_by_head(context, third).at(0);
    REQUIRE(rows(weights) == third_length);
    for (std::size_t i = 0; i < third_length; ++i) {
      std::vector<float> mixed(columns(projection), 0.0F);
      for (std::size_t j = 0; j < third_length; ++j) {
        if (causal && j > i) CHECK(weights(i, j) == 0.0F);
        const auto value =
            mapped(row(tape.nodes[x].output, third_document + j), qkv, 2 * columns(qkv), 3 * columns(qkv));
        for (std::size_t c = 0; c < mixed.size(); ++c) mixed[c] += weights(i, j) * static_cast<float>(value[c]);
      }
      const auto out = mapped(mixed.data(), projection, 0, rows(projection));
      for (std::size_t c = 0; c < out.size(); ++c)
        CHECK(tape.nodes[node].output(third_document + i, c) == Approx(out[c]).margin(1e-5));
    }
  }
}

}  // namespace
}  // namespace rowgrad
