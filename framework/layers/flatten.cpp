#include "graph/layer.hpp"

namespace rowgrad {
namespace {

// The n rows of each group, side by side as one row of n·d: a context window becomes one input of an MLP (Bengio et al.
// 2003). Rows of a group are neighbours in memory, so that it is the same numbers under another shape.
class Flatten : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    const Signature& s = in.grouped(0);
    if (s.domain->per_group == 0) {
      in.fail(fmt::format("each {} has a number of {} rows of its own, so that there is no common width",
                          s.domain->group->name, s.domain->name),
              "reduce with Sum or Mean, or use a fixed number of rows such as data.context of the lm task");
    }
    return {Kind::rows, s.domain->group, s.width * s.domain->per_group};
  }

  std::vector<std::string> examples() const override { return {R"({"input": "fixed"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    std::copy_n(f.input(0).data(), f.output().size(), f.output().data());
  }

  template <class T>
  void backward(Backward<T>& b) const {
    if (b.wants(0)) row_kernels<T>().axpy(T(1), b.gradient().data(), b.input_gradient(0).data(), b.gradient().size());
  }
};

ROWGRAD_LAYER(Flatten, "a group's fixed number of rows side by side in one row");

}  // namespace
}  // namespace rowgrad
