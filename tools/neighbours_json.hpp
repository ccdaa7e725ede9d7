// Neighbours as JSON.
#pragma once

#include "analysis/categories.hpp"
#include "config/types.hpp"

namespace rowgrad {

/// Words with their scores: [{word, score}] and, where `categories` are given, what they are.
inline Json neighbours_json(const WordVectors& vectors, const std::vector<Neighbour>& neighbours,
                            const Categories* categories = nullptr) {
  Json json = Json::array();
  for (const auto& [id, score] : neighbours) {
    json.push_back({{"word", vectors.word(id)}, {"score", score}});
    if (categories != nullptr) json.back()["category"] = categories->of(id);
  }
  return json;
}

}  // namespace rowgrad
