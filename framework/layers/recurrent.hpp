// What recurrent layers share: a state of their own width at every row of a segment.
#pragma once

#include "graph/layer.hpp"
#include "layers/affine.hpp"
#include "layers/packed_segments.hpp"

namespace rowgrad {

class Recurrent : public Layer {
 public:
  static constexpr Input x{0, "rows"};

  void declare(Keys& keys) override {
    keys.add("dim", dim_, "width of the state").required();
    keys.add("init", init_, "how both weights start");
  }

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    in.real(x);
    return {Kind::real, in.grouped(x).space, state_width(in)};
  }

  std::vector<std::string> examples() const override {
    return {R"({"input": "x", "dim": 3})", R"({"input": "fixed", "dim": 2})"};
  }

 protected:
  std::size_t state_width(const LayerInputs& in) const { return in.size(dim_, "dim"); }

  /// The states before step t: those after step t − 1, or zeros. (n x d), in packed order.
  template <class T>
  static void copy_previous(const PackedSegments& packed, std::size_t t, const Matrix<T>& states, Matrix<T>& previous) {
    T* to = row(previous, packed.start(t));
    const std::size_t size = packed.count(t) * columns(states);
    if (t == 0)
      std::fill_n(to, size, T(0));
    else
      std::copy_n(row(states, packed.start(t - 1)), size, to);
  }

  Init init_{"xavier"};

 private:
  Size dim_{std::size_t{0}};
};

}  // namespace rowgrad
