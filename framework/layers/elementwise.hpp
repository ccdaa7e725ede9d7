// Elementwise: layers that apply one function to every element: y = f(x), and backward dx += g · f′(x).
//
// A layer derives from Elementwise<itself> and says what f does to n consecutive elements. Both are called on blocks of
// the whole matrix, from several threads:
//   template <class T> void apply(const T* from, T* to, std::size_t n) const;
//   template <class T> void add_gradient(const T* from, const T* to, const T* g, T* d_from, std::size_t n) const;
#pragma once

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

template <class Derived>
class Elementwise : public Layer {
 public:
  static constexpr Input x{0, "rows"};

  ValueType output(const LayerInputs& in) const override {
    in.expect(x);
    return in.real(x);
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

  template <class T>
  void forward(Forward<T>& f) const {
    const T* from = f.input(x).data();
    T* to = f.output().data();
    parallel_for(f.output().size(), block, [&](std::size_t first, std::size_t last) {
      function().apply(from + first, to + first, last - first);
    });
  }

  template <class T>
  void backward(Backward<T>& b) const {
    Matrix<T>* dx = b.input_gradient(x);
    if (dx == nullptr) return;
    const T *from = b.input(x).data(), *to = b.output().data(), *g = b.gradient().data();
    parallel_for(dx->size(), block, [&](std::size_t first, std::size_t last) {
      function().add_gradient(from + first, to + first, g + first, dx->data() + first, last - first);
    });
  }

 private:
  static constexpr std::size_t block = block_work / 4;  // elements
  const Derived& function() const { return static_cast<const Derived&>(*this); }
};

}  // namespace rowgrad
