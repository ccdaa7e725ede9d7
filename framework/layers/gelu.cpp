#include "layers/swish.hpp"

namespace rowgrad {
namespace {

// ½ x (1 + tanh(√(2/π) (x + 0.044715 x³))), the form GPT-2 uses (Hendrycks & Gimpel 2016, section 2). As
// ½ (1 + tanh u) = σ(2u), that is x σ(√(8/π) (x + 0.044715 x³)).
class GELU : public Swish<GELU> {
 public:
  static constexpr double linear = 1.5957691216057308;  // √(8/π)
  static constexpr double cubic = 0.044715 * linear;
};

ROWGRAD_LAYER(GELU, "x Φ(x) of every element, by GPT-2's tanh formula");

}  // namespace
}  // namespace rowgrad
