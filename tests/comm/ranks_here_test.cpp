#include "comm/ranks_here.hpp"

#include "comm/one_process.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"

namespace rowgrad {

TEST_CASE("ranks of one machine share it, and one process has it alone") {
  CHECK(ranks_here(one_process()) == 1);
  Ranks(3).run([](Communicator& c) {
    if (ranks_here(c) != 3) throw std::logic_error("counted otherwise");
  });
}

}  // namespace rowgrad
