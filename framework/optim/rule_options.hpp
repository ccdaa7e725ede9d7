// RuleOptions: the settings that every update rule understands.
#pragma once

#include <string>

#include "config/types.hpp"

namespace rowgrad {

struct RuleOptions {
  double lr = 0.0;
  double weight_decay = 0.0;
  double l2 = 0.0;
  double clip_norm = 0.0;  // 0: never
  std::string rows = "lazy";
  std::string bias_correction = "global";
  Json groups = Json::array();  // see optim/groups.hpp
};

}  // namespace rowgrad
