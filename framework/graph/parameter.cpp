#include "graph/parameter.hpp"

#include <cmath>

#include "core/parallel.hpp"
#include "graph/sharding.hpp"

namespace rowgrad {
namespace {

// Standard deviation or half-width of a rule. Xavier: Glorot & Bengio 2010, eq. 16; He: He et al. 2015, eq. 10.
// A weight is (out x in): fan_in is its columns.
double scale_of(const ParameterSpec& spec) {
  const auto fan_in = static_cast<double>(spec.columns), fan_out = static_cast<double>(spec.rows);
  if (spec.init.rule == "xavier") return std::sqrt(6.0 / (fan_in + fan_out));
  if (spec.init.rule == "he") return std::sqrt(2.0 / fan_in);
  return spec.init.scale;
}

template <class T>
void fill(Parameter<T>& p, const Random& random) {
  const ParameterSpec& spec = p.spec;
  Matrix<T>& value = p.value;
  const bool normal = spec.init.rule == "normal" || spec.init.rule == "he";
  if (spec.init.rule == "zeros" || spec.init.rule == "ones") {
    value.fill(spec.init.rule == "ones" ? T(1) : T(0));
    return;
  }
  const double scale = scale_of(spec);
  const std::size_t first_element = p.first_row * spec.columns;
  constexpr std::size_t block = std::size_t{1} << 16;
  parallel_for(value.size(), block, [&](std::size_t first, std::size_t last) {
    for (std::size_t at = first; at < last; ++at) {
      const std::size_t i = first_element + at;
      const double x = normal ? scale * random.normal(i) : scale * (2.0 * random.uniform(i) - 1.0);
      value.data()[at] = static_cast<T>(x);
    }
  });
}

}  // namespace

template <class T>
Parameters<T> initialise(const std::vector<ParameterSpec>& specs, const Random& random,
                         const Communicator& communicator) {
  Parameters<T> parameters;
  for (const ParameterSpec& spec : specs) {
    const Share own = own_rows(spec, communicator);
    Parameter<T>& p = parameters.emplace_back(Parameter<T>{spec, {}, own.first});
    resize(p.value, own.count(), spec.columns);
    fill(p, random.stream(spec.name));
  }
  return parameters;
}

template Parameters<float> initialise(const std::vector<ParameterSpec>&, const Random&, const Communicator&);
template Parameters<double> initialise(const std::vector<ParameterSpec>&, const Random&, const Communicator&);

}  // namespace rowgrad
