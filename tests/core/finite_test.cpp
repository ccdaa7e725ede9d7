#include "core/finite.hpp"

#include <limits>
#include <vector>

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

template <class T>
void check_every_place() {
  using Limits = std::numeric_limits<T>;
  std::vector<T> values(150, T{-1.5});
  values[3] = Limits::max();
  values[70] = Limits::lowest();
  values[140] = Limits::denorm_min();
  CHECK(all_finite(values.data(), values.size()));
  for (const T bad : {Limits::infinity(), -Limits::infinity(), Limits::quiet_NaN(), -Limits::signaling_NaN()}) {
    bool found = true;
    for (T& value : values) {
      const T kept = value;
      value = bad;
      found = found && !all_finite(values.data(), values.size());
      value = kept;
    }
    CHECK(found);
  }
}

TEST_CASE("a number that is not finite is found wherever it stands") {
  check_every_place<float>();
  check_every_place<double>();
  CHECK(all_finite<float>(nullptr, 0));
}

}  // namespace
}  // namespace rowgrad
