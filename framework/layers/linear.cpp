#include "graph/layer.hpp"
#include "graph/weight.hpp"
#include "layers/affine.hpp"

namespace rowgrad {
namespace {

// y = x · weightᵀ + bias, with weight (out x in) and bias (1 x out). With a borrowed weight, such as an embedding table
// (V x d), the layer is tied (Press & Wolf 2017): logits are dot products with the table's rows, and both layers add to
// one gradient. The bias is always its own.
class Linear : public Layer {
 public:
  static constexpr Input x{0, "rows"};
  static constexpr Param weight{0, "weight"}, bias{1, "bias"};

  void declare(Keys& keys) override {
    keys.add("out", out_, "columns of the result; taken from \"weight\" if that is borrowed");
    weight_.declare(keys, "borrow another layer's parameter (out x in), e.g. \"embed.weight\": tying");
    keys.add("bias", bias_, "add a bias of its own, which starts at zero");
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    return {Kind::real, in.real(x).space, weight_spec(in).rows};
  }

  std::vector<ParameterSpec> parameters(const LayerInputs& in) const override {
    std::vector<ParameterSpec> specs{weight_spec(in)};
    if (bias_) specs.push_back({bias, 1, specs[0].rows, Init{"zeros"}});
    return specs;
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "out": 3})", R"({"input": "h", "out": 2, "bias": false})",
            R"({"input": "x", "weight": "table.weight"})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    affine(f, f.input(x), weight, bias, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    add_affine_gradient(b, b.gradient(), b.input(x), weight, bias, b.input_gradient(x));
  }

 private:
  ParameterSpec weight_spec(const LayerInputs& in) const {
    return weight_.spec(weight, in, Weight::key("out", in.size(out_, "out")), Weight::width_of_rows(in.real(x).width));
  }

  Size out_{std::size_t{0}};
  Weight weight_{Init{"xavier"}};
  bool bias_ = true;
};

ROWGRAD_LAYER(Linear, "input · weightᵀ + bias; the weight may be borrowed from another layer (tied)");

}  // namespace
}  // namespace rowgrad
