#include "tools/forces_json.hpp"

namespace rowgrad {
namespace {

Json list(const std::vector<PairForces::Force>& forces, const Vocabulary& words) {
  Json list = Json::array();
  for (const auto& [id, weight, probability, force] : forces) {
    list.push_back(
        {{"word", words.token(id)}, {"id", id}, {"weight", weight}, {"probability", probability}, {"force", force}});
  }
  return list;
}

}  // namespace

Json to_json(const PairForces& forces, const Vocabulary& words) {
  return {{"word", words.token(forces.word)},
          {"id", forces.word},
          {"pulls", list(forces.pulls, words)},
          {"pushes", list(forces.pushes, words)},
          {"net", forces.net}};
}

}  // namespace rowgrad
