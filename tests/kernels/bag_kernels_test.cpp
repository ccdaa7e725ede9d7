#include "core/random.hpp"
#include "kernels/rows.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("gather and scatter are weighted sums over rows, at every width") {
  const Random random(5);
  const std::vector<std::uint32_t> ids{4, 0, 7, 2, 9, 1, 8, 3};
  const std::vector<float> factor{1.0F, -2.0F, 0.5F, 3.0F, 0.25F, 1.5F, -1.0F, 2.0F};
  for (const std::size_t d : {1, 3, 8, 16, 31, 100, 257}) {
    std::vector<float> table(10 * d), sum(d), x(d);
    for (std::size_t i = 0; i < table.size(); ++i) table[i] = static_cast<float>(random.normal(i));
    for (std::size_t j = 0; j < d; ++j) x[j] = static_cast<float>(random.normal(99999 + j));
    const std::vector<float> before = table;
    row_kernels<float>().gather(table.data(), ids.data(), factor.data(), ids.size(), sum.data(), d);
    row_kernels<float>().scatter(table.data(), ids.data(), factor.data(), ids.size(), x.data(), d);
    for (std::size_t j = 0; j < d; ++j) {
      double expected = 0.0;
      for (std::size_t i = 0; i < ids.size(); ++i) {
        expected += factor[i] * before[ids[i] * d + j];
        CHECK(table[ids[i] * d + j] == Approx(before[ids[i] * d + j] + factor[i] * x[j]).margin(1e-5));
      }
      CHECK(sum[j] == Approx(expected).margin(1e-5));
      CHECK(table[5 * d + j] == before[5 * d + j]);
    }
  }
}

}  // namespace
}  // namespace rowgrad
