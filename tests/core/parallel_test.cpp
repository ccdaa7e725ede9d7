#include "core/parallel.hpp"

#include <sys/resource.h>
#include <unistd.h>

#include <algorithm>
#include <atomic>
#include <fstream>
#include <stdexcept>
#include <thread>
#include <vector>

#include "tests/catch.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

// Two threads for the test's duration.
struct TwoThreads {
  TwoThreads() { set_threads(2); }
  ~TwoThreads() { set_threads(1); }
};

TEST_CASE("parallel_for covers every element once, in blocks that do not depend on the threads") {
  for (const int threads : {1, 2}) {
    set_threads(threads);
    for (const std::size_t n : {0, 1, 9, 10, 11, 1000}) {
      std::vector<std::atomic<int>> visits(n);
      std::atomic<bool> aligned{true};
      parallel_for(n, 10, [&](std::size_t first, std::size_t last) {
        if (first % 10 != 0 || (last != n && last - first != 10)) aligned = false;
        for (std::size_t i = first; i < last; ++i) ++visits[i];
      });
      CHECK(aligned);
      CHECK(std::all_of(visits.begin(), visits.end(), [](const auto& v) { return v == 1; }));
    }
  }
  set_threads(1);
}

TEST_CASE("an exception in a block reaches the caller, and the pool works on") {
  const TwoThreads two;
  const auto failing = [](std::size_t first, std::size_t) {
    if (first == 50) throw std::runtime_error("block 5");
  };
  CHECK_THROWS_WITH(parallel_for(100, 10, failing), "block 5");
  std::atomic<int> blocks{0};
  parallel_for(100, 10, [&](std::size_t, std::size_t) { ++blocks; });
  CHECK(blocks == 10);
}

TEST_CASE("a parallel loop within a parallel loop runs inline and does not wait for itself") {
  const TwoThreads two;
  std::atomic<int> visits{0};
  for (int round = 0; round < 100; ++round) {
    parallel_for(8, 1,
                 [&](std::size_t, std::size_t) { parallel_for(5, 1, [&](std::size_t, std::size_t) { ++visits; }); });
  }
  CHECK(visits == 100 * 8 * 5);
  CHECK(threads() == 2);
}

TEST_CASE("a pool that is given serves this thread's loops, and the one before it comes back") {
  set_threads(2);
  ThreadPool pool(3);
  {
    const UseThreads use(pool);
    CHECK(threads() == 3);
    std::atomic<int> visits{0};
    parallel_for(100, 10, [&](std::size_t, std::size_t) { ++visits; });
    CHECK(visits == 10);
    std::thread([] { CHECK(threads() == 2); }).join();  // it is for this thread alone
  }
  CHECK(threads() == 2);
  set_threads(1);
}

// While it lives, 256 MB more address space than is in use.
class LittleAddressSpace {
 public:
  LittleAddressSpace() {
    ::getrlimit(RLIMIT_AS, &before_);
    const rlimit little{address_space_in_use() + (std::size_t{256} << 20), before_.rlim_max};
    ::setrlimit(RLIMIT_AS, &little);
  }
  ~LittleAddressSpace() { ::setrlimit(RLIMIT_AS, &before_); }

 private:
  static std::size_t address_space_in_use() {
    std::size_t pages = 0;
    std::ifstream("/proc/self/statm") >> pages;
    return pages * static_cast<std::size_t>(::sysconf(_SC_PAGESIZE));
  }
  rlimit before_ = {};
};

TEST_CASE("threads that cannot be started are an error, not a wait for ever, and the pool before works on") {
  if (sanitized) return;  // sanitizers need address space themselves
  const TwoThreads two;
  {
    const LittleAddressSpace little;  // each thread's stack takes 8 MB of it
    CHECK_THROWS_WITH(set_threads(1000), Catch::Contains("of 1000 could be started"));
  }
  CHECK(threads() == 2);
  std::atomic<int> blocks{0};
  parallel_for(100, 10, [&](std::size_t, std::size_t) { ++blocks; });
  CHECK(blocks == 10);
}

TEST_CASE("whole blocks are never shorter than asked for, unless there is but one") {
  const TwoThreads two;
  for (const std::size_t n : {0, 1, 63, 64, 65, 127, 128, 1000}) {
    std::vector<std::atomic<int>> visits(n);
    std::atomic<bool> whole{true};
    parallel_for_whole_blocks(n, 64, [&](std::size_t first, std::size_t last) {
      if (first % 64 != 0 || (last - first < 64 && n >= 64)) whole = false;
      for (std::size_t i = first; i < last; ++i) ++visits[i];
    });
    CHECK(whole);
    CHECK(std::all_of(visits.begin(), visits.end(), [](const auto& v) { return v == 1; }));
  }
}

}  // namespace
}  // namespace rowgrad
