#include "optim/clipping.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("clipping takes all gradients, sparse and dense, as one vector") {
  std::vector<Gradient<double>> gradients{{1000, 2}, {1, 2}, {1, 1}};
  const std::vector<Id> ids{7, 900, 7};
  const std::vector<double> rows{1, 0, 0, 4, 2, 0};
  gradients[0].add_rows(ids, rows.data());
  auto bias = zeros<double>(1, 2);
  bias(0, 1) = 12;
  gradients[1].add(bias);
  const double frozen = 100;
  const Id first = 0;
  gradients[2].add_rows({&first, 1}, &frozen);
  CHECK(clip_by_global_norm(gradients, {true, true, false}, 6.5) == Approx(13.0));
  CHECK(gradients[0].to_dense()(7, 0) == Approx(1.5));
  CHECK(gradients[0].to_dense()(900, 1) == Approx(2.0));
  CHECK(gradients[1].to_dense()(0, 1) == Approx(6.0));
  CHECK(gradients[2].to_dense()(0, 0) == 100.0);
  CHECK(clip_by_global_norm(gradients, {true, true, false}, 7.0) == Approx(6.5));
  CHECK(gradients[1].to_dense()(0, 1) == Approx(6.0));
}

}  // namespace
}  // namespace rowgrad
