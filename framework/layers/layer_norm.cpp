#include "layers/row_norm.hpp"

namespace rowgrad {
namespace {

// Ba et al. 2016, equation 4.
class LayerNorm : public RowNorm {
 public:
  LayerNorm() : RowNorm(/*centred=*/true) {}

  void declare(Keys& keys) override {
    RowNorm::declare(keys);
    keys.add("bias", has_bias_, "add a bias, which starts at zero");
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x"})", R"({"input": "x", "bias": false})"};
  }
};

ROWGRAD_LAYER(LayerNorm, "each row with its mean taken away, divided by its standard deviation, then scaled by column");

}  // namespace
}  // namespace rowgrad
