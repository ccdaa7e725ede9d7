#include "models/sentiment/kernels/bag.hpp"

#include <vector>

#include "tests/kernels/fenced_row.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t table_rows = 10;
const std::vector<std::uint32_t> ids{4, 0, 7, 2, 9, 1, 8, 3};  // not 5, not 6

// Bags of 0 to 8 rows of d columns.
template <class F>
void for_each_bag(F f) {
  std::vector<std::size_t> widths{100, 257};
  for (std::size_t d = 1; d <= 70; ++d) widths.push_back(d);
  for (const std::size_t d : widths) {
    for (std::size_t n = 0; n <= ids.size(); ++n) f(n, d);
  }
}

TEST_CASE("gather of every instruction set is a weighted sum of rows, at every width") {
  for (const auto& [set, kernels] : all_bag_kernels()) {
    for_each_bag([&, &name = set, &bag = kernels](std::size_t n, std::size_t d) {
      INFO(name << ", n = " << n << ", d = " << d);
      const FencedRow<float> table(table_rows * d, 1), factor(n, 2);
      FencedRow<float> sum(d, 3);
      bag->gather(table.data(), ids.data(), factor.data(), n, sum.data(), d);
      check_row(sum, [&](std::size_t j) {
        double expected = 0.0;
        for (std::size_t i = 0; i < n; ++i) expected += factor[i] * table[ids[i] * d + j];
        return expected;
      });
    });
  }
}

TEST_CASE("scatter of every instruction set adds to the rows it names and to no others, at every width") {
  for (const auto& [set, kernels] : all_bag_kernels()) {
    for_each_bag([&, &name = set, &bag = kernels](std::size_t n, std::size_t d) {
      INFO(name << ", n = " << n << ", d = " << d);
      const FencedRow<float> before(table_rows * d, 1), factor(n, 2), x(d, 3);
      FencedRow<float> table = before;
      bag->scatter(table.data(), ids.data(), factor.data(), n, x.data(), d);
      std::vector<double> added(table_rows, 0.0);  // by row
      for (std::size_t i = 0; i < n; ++i) added[ids[i]] = factor[i];
      check_row(table, [&](std::size_t i) { return before[i] + added[i / d] * x[i % d]; });
    });
  }
}

}  // namespace
}  // namespace rowgrad
