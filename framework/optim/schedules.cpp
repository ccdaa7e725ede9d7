#include <cmath>
#include <numbers>

#include "config/catalogue.hpp"
#include "optim/schedule.hpp"

namespace rowgrad {
namespace {

class Constant : public Schedule {
  double decay(double) const override { return 1.0; }
};

class Linear : public Schedule {
 public:
  void declare(Keys& keys) override {
    Schedule::declare(keys);
    keys.add("final", final_, "the factor reached at the end").range(0, 1);
  }

 protected:
  double decay(double progress) const override { return 1.0 + (final_ - 1.0) * progress; }
  double final_ = 0.0;
};

// Loshchilov & Hutter 2017, eq. 5, one cycle.
class Cosine : public Linear {
  double decay(double progress) const override {
    return final_ + (1.0 - final_) * 0.5 * (1.0 + std::cos(std::numbers::pi * progress));
  }
};

class Step : public Schedule {
 public:
  void declare(Keys& keys) override {
    Schedule::declare(keys);
    keys.add("at", at_, "fractions of the run after which the rate drops, e.g. [0.5, 0.75]").range(0, 1);
    keys.add("factor", factor_, "what each drop multiplies the rate by").range(0, 1);
  }

 private:
  double decay(double progress) const override {
    double product = 1.0;
    for (const double at : at_) product *= progress >= at ? factor_ : 1.0;
    return product;
  }
  std::vector<double> at_{0.5, 0.75};
  double factor_ = 0.1;
};

const bool registered =
    register_as<Schedule, Constant>("constant", "the same rate throughout") &&
    register_as<Schedule, Linear>("linear", "falls linearly to \"final\" of the rate, 0 by default") &&
    register_as<Schedule, Cosine>("cosine", "falls along half a cosine to \"final\" of the rate, 0 by default") &&
    register_as<Schedule, Step>("step", "drops by \"factor\" at the fractions \"at\" of the run") &&
    add_catalogue_section<Schedule>("schedule", "type", "constant", "schedule");

}  // namespace
}  // namespace rowgrad
