// UpdateStep<T>: the numbers that one optimizer step's arithmetic needs, the same for every row.
#pragma once

namespace rowgrad {

/// Every rule first forms g' = g + l2·w, and multiplies w by `decay` before it moves it.
template <class T>
struct UpdateStep {
  T step_size = T(0);
  T decay = T(1);  // 1 − lr · weight_decay
  T l2 = T(0);
  T beta1 = T(0), rest1 = T(1);  // m ← beta1·m + rest1·g'
  T beta2 = T(1), rest2 = T(1);  // v ← beta2·v + rest2·g'²
  T epsilon = T(0);

  template <class U>
  UpdateStep<U> as() const {
    const auto to = [](T x) { return static_cast<U>(x); };
    return {to(step_size), to(decay), to(l2), to(beta1), to(rest1), to(beta2), to(rest2), to(epsilon)};
  }
};

}  // namespace rowgrad
