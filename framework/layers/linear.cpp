#include "graph/layer.hpp"
#include "layers/affine.hpp"

namespace rowgrad {
namespace {

// output = input · weightᵀ + bias, with weight (out x in) and bias (1 x out). With a borrowed weight, such as an
// embedding table (V x d), the layer is tied (Press & Wolf 2017): logits are dot products with the table's rows, and
// both layers add to one gradient. The bias is always its own.
class Linear : public Layer {
 public:
  void declare(Keys& keys) override {
    keys.add("out", out_, "columns of the result; taken from \"weight\" if that is borrowed");
    keys.add("weight", weight_, "borrow another layer's parameter (out x in), e.g. \"embed.weight\": tying");
    keys.add("bias", bias_, "add a bias of its own, which starts at zero");
    keys.add("init", init_, "how the weight starts");
  }

  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    const Signature& x = in.rows(0);
    std::size_t out = in.size(out_, "out");
    if (weight_.empty()) {
      if (out == 0) in.fail("needs \"out\", the number of columns of its result", "add \"out\", or borrow a weight");
      return {Kind::rows, x.domain, out};
    }
    const auto shape = in.borrowed(weight_);
    if (shape.columns != x.width) {
      in.fail(fmt::format("the borrowed \"{}\" is {} x {}, so its input must have width {}, found {}", weight_,
                          shape.rows, shape.columns, shape.columns, x.width),
              fmt::format("put a Linear with \"out\": {} before it", shape.columns));
    }
    if (out != 0 && out != shape.rows)
      in.fail(fmt::format("out is {}, but the borrowed \"{}\" has {} rows", out, weight_, shape.rows),
              "remove \"out\"");
    return {Kind::rows, x.domain, shape.rows};
  }

  std::vector<ParameterSpec> parameters(const Wiring& in) const override {
    const std::size_t out = output(in).width;
    std::vector<ParameterSpec> specs{{"weight", out, in.rows(0).width, init_, true, weight_}};
    if (bias_) specs.push_back({"bias", 1, out, {"zeros"}, true});
    return specs;
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "out": 3})", R"({"input": "h", "out": 2, "bias": false})"};
  }

  template <class T>
  void forward(Forward<T>& f) const {
    affine(f.input(0), f.parameter(0), bias_ ? &f.parameter(1) : nullptr, f.output());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    add_affine_gradient(b.gradient(), b.input(0), b.parameter(0), b.parameter_gradient(0),
                        bias_ ? &b.parameter_gradient(1) : nullptr, b.wants(0) ? &b.input_gradient(0) : nullptr);
  }

 private:
  Size out_{std::size_t{0}};
  std::string weight_;
  bool bias_ = true;
  Init init_{"xavier", 0.0};
};

ROWGRAD_LAYER(Linear, "input · weightᵀ + bias; the weight may be borrowed from another layer (tied)");

}  // namespace
}  // namespace rowgrad
