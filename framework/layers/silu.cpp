#include "layers/swish.hpp"

namespace rowgrad {
namespace {

// x σ(x) (Elfwing et al. 2018; Ramachandran et al. 2017, "Swish").
class SiLU : public Swish<SiLU> {
 public:
  static constexpr double linear = 1.0;
  static constexpr double cubic = 0.0;
};

ROWGRAD_LAYER(SiLU, "x σ(x) of every element");

}  // namespace
}  // namespace rowgrad
