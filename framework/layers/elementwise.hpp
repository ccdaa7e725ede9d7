// Elementwise: what layers that apply one function to every element have in common.
#pragma once

#include "core/parallel.hpp"
#include "graph/layer.hpp"

namespace rowgrad {

class Elementwise : public Layer {
 public:
  Signature output(const Wiring& in) const override {
    in.expect({"rows"});
    return in.rows(0);
  }

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }

 protected:
  /// work(first, n) over blocks of the elements of `m`.
  template <class T, class F>
  static void for_each_span(const Matrix<T>& m, F&& work) {
    constexpr std::size_t block = std::size_t{1} << 14;
    parallel_for(m.size(), block, [&](std::size_t first, std::size_t last) { work(first, last - first); });
  }
};

/// The signature that all inputs of a layer share, for layers that combine two or more of them; throws otherwise.
inline Signature signature_of_equals(const Wiring& in) {
  if (in.count() < 2) in.expect({"a", "b"});
  for (std::size_t i = 0; i < in.count(); ++i) {
    in.rows(i);
    in.same_domain(0, i);
    in.same_width(0, i);
  }
  return in[0];
}

}  // namespace rowgrad
