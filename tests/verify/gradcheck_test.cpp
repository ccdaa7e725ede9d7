#include "verify/gradcheck.hpp"

#include "tests/catch.hpp"

namespace rowgrad {
namespace {

TEST_CASE("every registered layer's backward is the derivative of its forward") {
  const auto names = Registry<Layer>::instance().names();
  REQUIRE(names.size() >= 23);
  for (const std::string& name : names) {
    const auto checks = check_layer(name);
    INFO(name << " has no examples, so nothing checks its gradient");
    CHECK(!checks.empty());
    for (const ExampleCheck& check : checks) {
      INFO(name << " " << check.example);
      CHECK(!check.errors.empty());
      for (const GradientError& error : check.errors) {
        INFO(error.name << ": " << error.problem);
        CHECK(error.problem.empty());
        CHECK(error.checked > error.skipped);
      }
    }
  }
}

}  // namespace
}  // namespace rowgrad
