#include "tools/language_json.hpp"

#include <algorithm>
#include <numeric>

namespace rowgrad {

std::vector<Id> by_probability(std::span<const float> p) {
  std::vector<Id> order(p.size());
  std::iota(order.begin(), order.end(), Id{0});
  std::ranges::stable_sort(order, [&](Id a, Id b) { return p[a] > p[b]; });
  while (!order.empty() && p[order.back()] == 0.0F) order.pop_back();
  return order;
}

Json next_json(std::span<const float> p, const Vocabulary& tokens) {
  Json list = Json::array();
  for (const Id id : by_probability(p)) list.push_back({{"token", tokens.token(id)}, {"probability", p[id]}});
  return list;
}

Json matches_json(const std::vector<RowMatch>& matches, const Vocabulary& tokens) {
  Json list = Json::array();
  for (const RowMatch& m : matches) {
    list.push_back({{"word", tokens.token(m.id)},
                    {"score", m.score},
                    {"dot", m.dot},
                    {"cosine", m.cosine},
                    {"cosine_rank", m.cosine_rank},
                    {"probability", m.probability}});
    if (m.bias) list.back()["bias"] = *m.bias;
  }
  return list;
}

}  // namespace rowgrad
