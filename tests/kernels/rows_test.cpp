#include "kernels/rows.hpp"

#include "tests/kernels/bfloat16_comparisons.hpp"
#include "tests/kernels/row_comparisons.hpp"
#include "tests/kernels/update_comparisons.hpp"

namespace rowgrad {
namespace {

// Every length up to 70 passes through whole vectors, pairs of them and every tail.
constexpr std::size_t longest = 70;

template <class T>
struct Comparison {
  const char* kernel;
  void (*compare)(const RowKernels<T>&, std::size_t n);
  std::size_t shortest = 0;
};

template <class T>
constexpr Comparison<T> comparisons[] = {{"dot", compare_dot<T>},
                                         {"axpy", compare_axpy<T>},
                                         {"scaled_copy", compare_scaled_copy<T>},
                                         {"scale", compare_scale<T>},
                                         {"softmax", compare_softmax<T>, 1},
                                         {"tanh", compare_tanh<T>},
                                         {"tanh_gradient", compare_tanh_gradient<T>},
                                         {"sigmoid", compare_sigmoid<T>},
                                         {"swish", compare_swish<T>},
                                         {"swish_gradient", compare_swish_gradient<T>},
                                         {"normalise", compare_normalise<T>, 1},
                                         {"normalise_gradient", compare_normalise_gradient<T>, 1},
                                         {"affine", compare_affine<T>},
                                         {"multiply_add", compare_multiply_add<T>},
                                         {"round_difference", compare_round_difference<T>},
                                         {"round_sum", compare_round_sum<T>},
                                         {"take_over", compare_take_over<T>},
                                         {"take_over_from_one", compare_take_over_from_one<T>},
                                         {"sgd", compare_sgd<T>},
                                         {"momentum", compare_momentum<T>},
                                         {"adagrad", compare_adagrad<T>},
                                         {"row_adagrad", compare_row_adagrad<T>, 1},
                                         {"adam", compare_adam<T>},
                                         {"adam_skipped", compare_adam_skipped<T>}};
static_assert(std::size(comparisons<float>) == sizeof(RowKernels<float>) / sizeof(void (*)()),
              "each kernel needs a comparison");

TEMPLATE_TEST_CASE("row kernels of every instruction set compute what a plain loop does, tails included", "", float,
                   double) {
  for (const auto& [set, kernels] : all_row_kernels<TestType>()) {
    for (const auto& [name, compare, shortest] : comparisons<TestType>) {
      for (std::size_t n = shortest; n <= longest; ++n) {
        INFO(set << ", " << name << ", n = " << n);
        compare(*kernels, n);
      }
    }
  }
}

// So that dense and row-sparse updates agree to the bit.
TEMPLATE_TEST_CASE("an update gives a row the same bits alone or within a block", "", float, double) {
  using T = TestType;
  const auto step = test_step<T>();
  for (const auto& [set, k] : all_row_kernels<T>()) {
    for (std::size_t d = 1; d <= 40; ++d) {
      INFO(set << ", d = " << d);
      const FencedRow<T> w(3 * d, 1), g(3 * d, 2), m(3 * d, 3), v = squares<T>(3 * d, 4);
      // The results of all kernels, on blocks of `count` rows.
      const auto update = [&, &kernels = k](std::size_t count) {
        std::array<FencedRow<T>, 7> r{w, w, m, w, v, w, m};
        auto v_adam = v;
        for (std::size_t i = 0; i < 3 * d; i += count * d) {
          const T* gradient = g.data() + i;
          kernels->sgd(step, r[0].data() + i, gradient, count * d);
          kernels->momentum(step, r[1].data() + i, gradient, r[2].data() + i, count * d);
          kernels->adagrad(step, r[3].data() + i, gradient, r[4].data() + i, count * d);
          kernels->adam(step, r[5].data() + i, gradient, r[6].data() + i, v_adam.data() + i, count * d);
        }
        return r;
      };
      CHECK(update(1) == update(3));
    }
  }
}

TEST_CASE("the row kernels in use are those of the instruction set in use") {
  for (const auto& [set, kernels] : all_row_kernels<float>()) {
    CHECK((kernels == &row_kernels<float>()) == (set == instruction_set()));
  }
}

}  // namespace
}  // namespace rowgrad
