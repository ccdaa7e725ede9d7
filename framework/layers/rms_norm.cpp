#include "layers/row_norm.hpp"

namespace rowgrad {
namespace {

// Zhang & Sennrich 2019, equation 4.
class RMSNorm : public RowNorm {
 public:
  RMSNorm() : RowNorm(/*centred=*/false) {}

  std::vector<std::string> examples() const override { return {R"({"input": "x"})"}; }
};

ROWGRAD_LAYER(RMSNorm, "each row divided by its root mean square, then scaled by column");

}  // namespace
}  // namespace rowgrad
