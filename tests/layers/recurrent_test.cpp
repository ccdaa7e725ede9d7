// What RNN and GRU carry from row to row.
#include "tests/catch.hpp"
#include "tests/layers/run_layer.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a recurrent state depends on the rows before it in its segment, and on no other") {
  const std::string example = R"({"input": "x", "dim": 3})";
  for (const char* layer : {"RNN", "GRU"}) {
    Batch batch = LayerFixture().batch();
    const auto before = run_layer(layer, example, batch);
    input_rows(batch, "x")(third_document + 1, 0) += 1.0F;
    const auto after = run_layer(layer, example, batch);
    for (std::size_t i = 0; i < rows(before); ++i) {
      INFO(layer << " row " << i);
      CHECK((after(i, 0) != before(i, 0)) == (i > third_document && i < third_document + third_length));
    }
  }
}

}  // namespace
}  // namespace rowgrad
