#include <algorithm>

#include "graph/layer.hpp"
#include "kernels/whole.hpp"

namespace rowgrad {
namespace {

// The n rows of each segment side by side, as one row of n·d: a context window becomes one input of an MLP (Bengio et
// al. 2003). The rows of a segment are neighbours in memory: the same numbers in the same order, in another shape.
class Flatten : public Layer {
 public:
  static constexpr Input x{0, "rows"};

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    in.real(x);
    const ValueType& type = in.grouped(x);
    const std::size_t n = type.space->rows_per_segment;
    if (n == 0) {
      in.fail(fmt::format("each {} has a number of {} rows of its own, so that there is no common width",
                          type.space->group->name, type.space->name),
              "reduce with Sum or Mean, or use a fixed number of rows such as data.context of the lm task");
    }
    return {Kind::real, type.space->group, n * type.width};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "fixed"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    std::copy_n(f.input(x).data(), f.output().size(), f.output().data());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    const Matrix<T>& g = b.gradient();
    if (Matrix<T>* dx = b.input_gradient(x)) add_elements(g.data(), dx->data(), g.size());
  }
};

ROWGRAD_LAYER(Flatten, "a group's fixed number of rows side by side in one row");

}  // namespace
}  // namespace rowgrad
