#include "optim/clipping.hpp"

#include <cmath>

namespace rowgrad {

template <class T>
double global_norm(const std::vector<Gradient<T>>& gradients, const std::vector<bool>& included) {
  double sum = 0.0;
  for (std::size_t p = 0; p < gradients.size(); ++p) {
    if (included[p]) sum += gradients[p].sum_of_squares();
  }
  return std::sqrt(sum);
}

template <class T>
double clip_by_global_norm(std::vector<Gradient<T>>& gradients, const std::vector<bool>& included, double max_norm) {
  const double norm = global_norm(gradients, included);
  if (!(norm > max_norm)) return norm;
  for (std::size_t p = 0; p < gradients.size(); ++p) {
    if (included[p]) gradients[p].scale(static_cast<T>(max_norm / norm));
  }
  return norm;
}

template double global_norm(const std::vector<Gradient<float>>&, const std::vector<bool>&);
template double global_norm(const std::vector<Gradient<double>>&, const std::vector<bool>&);
template double clip_by_global_norm(std::vector<Gradient<float>>&, const std::vector<bool>&, double);
template double clip_by_global_norm(std::vector<Gradient<double>>&, const std::vector<bool>&, double);

}  // namespace rowgrad
