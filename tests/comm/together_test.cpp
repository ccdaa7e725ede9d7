#include "comm/together.hpp"

#include <stdexcept>

#include "comm/one_process.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {
namespace {

TEST_CASE("what fails on one rank fails on all, each knowing whether it was the one") {
  Ranks ranks(3);
  std::vector<std::string> heard(3);
  ranks.run([&](Communicator& c) {
    try {
      together(c, [&] {
        if (c.rank() == 1) throw std::runtime_error("bad data");
      });
    } catch (const FailedElsewhere&) {
      heard[static_cast<std::size_t>(c.rank())] = "elsewhere";
    } catch (const std::exception& e) {
      heard[static_cast<std::size_t>(c.rank())] = e.what();
    }
  });
  CHECK(heard == std::vector<std::string>{"elsewhere", "bad data", "elsewhere"});
}

TEST_CASE("each rank gets its own result of what all do together, and rank 0 alone does what is for the first") {
  Ranks ranks(3);
  std::vector<int> results(3), done(3, 0);
  ranks.run([&](Communicator& c) {
    results[static_cast<std::size_t>(c.rank())] = together(c, [&] { return 10 * c.rank(); });
    on_first(c, [&] { done[static_cast<std::size_t>(c.rank())] = 1; });
  });
  CHECK(results == std::vector<int>{0, 10, 20});
  CHECK(done == std::vector<int>{1, 0, 0});
  CHECK(together(one_process(), [] { return 5; }) == 5);
}

}  // namespace
}  // namespace rowgrad
