#include "config/catalogue.hpp"
#include "optim/schedule.hpp"
#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("schedules warm up, then fall as they say") {
  const auto factor = [](const char* config, std::size_t step, double progress) {
    const auto schedule = read_section<Schedule>("schedule", Json::parse(config), Where{"test", "/schedule"});
    return schedule->factor(step, progress);
  };
  CHECK(factor(R"({"type": "cosine"})", 0, 0.0) == 1.0);
  CHECK(factor(R"({"type": "cosine"})", 0, 0.5) == Approx(0.5));
  CHECK(factor(R"({"type": "cosine", "final": 0.1})", 0, 1.0) == Approx(0.1));
  CHECK(factor(R"({"type": "step"})", 0, 0.6) == Approx(0.1));
  CHECK(factor(R"({"type": "step", "at": [0.2, 0.4], "factor": 0.5})", 0, 0.4) == Approx(0.25));
  CHECK_THROWS(factor(R"({"type": "step", "at": [2]})", 0, 0.0));
  for (const char* type : {"constant", "linear", "cosine", "step"}) {
    const std::string config = std::string(R"({"warmup_steps": 10, "type": ")") + type + "\"}";
    CHECK(factor(config.c_str(), 0, 0.0) == Approx(0.1));
    CHECK(factor(config.c_str(), 9, 0.0) == Approx(1.0));
  }
}

}  // namespace
}  // namespace rowgrad
