#include "tools/attention_json.hpp"

#include "tools/row_text.hpp"

namespace rowgrad {

Json to_json(const AttentionPattern& pattern) {
  Json layers = Json::array();
  for (const auto& [name, heads] : pattern.layers) {
    Json matrices = Json::array();
    for (const Matrix<float>& head : heads) matrices.push_back(rows_json(head));
    layers.push_back({{"name", name}, {"heads", std::move(matrices)}});
  }
  return {{"tokens", pattern.tokens}, {"layers", std::move(layers)}};
}

}  // namespace rowgrad
