#include "data/alias.hpp"

#include <algorithm>
#include <numeric>

namespace rowgrad {

AliasTable::AliasTable(std::span<const double> weights)
    : cells_(weights.size()), probability_(weights.begin(), weights.end()) {
  const double total = std::accumulate(weights.begin(), weights.end(), 0.0);
  for (double& p : probability_) p /= total;
  std::vector<double> scaled;
  std::vector<Id> small, large;
  for (std::size_t i = 0; i < weights.size(); ++i) {
    scaled.push_back(probability_[i] * static_cast<double>(weights.size()));
    (scaled[i] < 1.0 ? small : large).push_back(static_cast<Id>(i));
  }
  const auto set = [&](Id id, double own_share, Id alias) {
    cells_[id] = {static_cast<std::uint32_t>(std::min(own_share * 0x1p32, 0x1p32 - 1.0)), alias};
  };
  while (!small.empty() && !large.empty()) {
    const Id poor = small.back(), rich = large.back();
    small.pop_back();
    set(poor, scaled[poor], rich);
    scaled[rich] -= 1.0 - scaled[poor];
    if (scaled[rich] < 1.0) {
      large.pop_back();
      small.push_back(rich);
    }
  }
  for (const Id id : small) set(id, 1.0, id);  // what rounding left over
  for (const Id id : large) set(id, 1.0, id);
}

}  // namespace rowgrad
