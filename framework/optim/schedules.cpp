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

 private:
  double decay(double progress) const override { return 1.0 + (final_ - 1.0) * progress; }
  double final_ = 0.0;
};

const bool registered =
    register_as<Schedule, Constant>("constant", "the same rate throughout") &&
    register_as<Schedule, Linear>("linear", "falls linearly to \"final\" of the rate, 0 by default") &&
    add_catalogue_section<Schedule>("schedule", "type", "constant", "schedule");

}  // namespace
}  // namespace rowgrad
