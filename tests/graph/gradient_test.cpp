#include "graph/gradient.hpp"

#include "graph/context.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a repeated id accumulates, it does not overwrite") {
  Gradient<double> gradient(5, 2);
  const std::vector<Id> ids{3, 1, 3};
  const std::vector<double> g{1, 2, 10, 20, 100, 200};
  gradient.add_rows(ids, g.data());
  CHECK(gradient.rows_touched() == 2);
  const auto dense = gradient.to_dense();
  CHECK(dense(3, 0) == 101);
  CHECK(dense(3, 1) == 202);
  CHECK(dense(1, 0) == 10);
}

TEST_CASE("a dense contribution promotes a sparse gradient and loses nothing") {
  Gradient<double> gradient(3, 1);
  const Id id = 2;
  const double g = 5;
  gradient.add_rows({&id, 1}, &g);
  auto ones = zeros<double>(3, 1);
  ones.fill(1.0);
  gradient.add(ones);
  gradient.add_rows({&id, 1}, &g);
  CHECK(gradient.dense());
  CHECK(gradient.to_dense()(2, 0) == 11);
  CHECK(gradient.to_dense()(0, 0) == 1);
}

TEST_CASE("rows referred to are copied before they change, and repeated ids accumulate all the same") {
  Gradient<double> gradient(5, 2);
  const std::vector<Id> ids{3, 1, 3};
  std::vector<double> g{1, 2, 10, 20, 100, 200};
  gradient.refer_rows(ids, g.data());
  CHECK(g[0] == 1);
  CHECK(gradient.to_dense()(3, 1) == 202);
  gradient.own();
  g.assign(6, -1.0);
  gradient.add_rows(ids, g.data());
  CHECK(gradient.to_dense()(3, 0) == 99);
  CHECK(gradient.to_dense()(1, 1) == 19);
  gradient.clear();
  gradient.refer_rows(ids, g.data());
  gradient.scale(2.0);
  CHECK(gradient.to_dense()(3, 0) == -4);
  CHECK(gradient.sum_of_squares() == 16 + 16 + 4 + 4);
  CHECK(g[0] == -1);
}

template <class G>
concept CanAdd = requires(G g, const double* row) {
  g.add_row(Id{0}, row);
};
template <class G>
concept CanOverwrite = requires(G g) {
  g.clear();
}
|| requires(G g) { g.scale(2.0); }
|| requires(G g) { g.make_dense(); }
|| requires(G g) { g.for_each_block(0); };

TEST_CASE("a layer's backward can add to a parameter's gradient and do nothing else with it") {
  using Seen = decltype(std::declval<Backward<double>&>().gradient(Param{0, "weight"}));
  static_assert(CanAdd<Seen> && !CanOverwrite<Seen>);
  static_assert(CanOverwrite<Gradient<double>&>);  // so the question is the right one
  SUCCEED();
}

TEST_CASE("sums over columns have the bits of rows that are added whole, whatever the columns and the threads") {
  ThreadPool pool(3);
  const UseThreads use(pool);
  for (const std::size_t columns : {3, 333, 8191, 12345}) {
    constexpr std::size_t n = 30;
    Matrix<float> g = zeros<float>(n, columns), x = zeros<float>(n, columns);
    for (std::size_t i = 0; i < g.size(); ++i) {
      g.data()[i] = static_cast<float>(Random(1).normal(i));
      x.data()[i] = static_cast<float>(Random(2).normal(i));
    }
    Gradient<float> sums(1, columns), products(1, columns);
    sums.add_column_sums(g);
    products.add_product_sums(g, x);
    std::vector<float> sum(columns), product(columns);
    for (std::size_t i = 0; i < n; ++i) {
      row_kernels<float>().axpy(1.0F, row(g, i), sum.data(), columns);
      row_kernels<float>().multiply_add(row(g, i), row(x, i), product.data(), columns);
    }
    CHECK(std::equal(sum.begin(), sum.end(), sums.block(0)));
    CHECK(std::equal(product.begin(), product.end(), products.block(0)));
  }
}

}  // namespace
}  // namespace rowgrad
