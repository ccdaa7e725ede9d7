#include "run/best_epoch.hpp"

#include <tuple>

namespace rowgrad {
namespace {

bool is_better(const std::string& criterion, const Metrics& dev, const BestEpoch& best) {
  if (best.epoch == 0) return true;
  if (criterion == "loss") return dev.loss < best.loss;
  return std::tuple(dev.accuracy.value_or(0.0), -dev.loss) > std::tuple(best.accuracy, -best.loss);
}

}  // namespace

bool BestEpoch::observe(const std::string& criterion, std::size_t epochs, const Metrics& dev,
                        const Parameters<float>& values) {
  if (!is_better(criterion, dev, *this)) {
    ++waited;
    return false;
  }
  waited = 0;
  epoch = epochs;
  loss = dev.loss;
  accuracy = dev.accuracy.value_or(0.0);
  parameters.resize(values.size());
  for (std::size_t p = 0; p < values.size(); ++p) parameters[p] = values[p].value;
  return true;
}

void BestEpoch::restore(Parameters<float>& values) const {
  for (std::size_t p = 0; p < parameters.size(); ++p) values[p].value = parameters[p];
}

}  // namespace rowgrad
