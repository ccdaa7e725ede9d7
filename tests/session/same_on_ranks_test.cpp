#include "session/same_on_ranks.hpp"

#include "comm/together.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// What two ranks hear of which the second has another experiment.
std::vector<std::string> heard(const Experiment& first, const Experiment& second) {
  std::vector<std::string> all(2);
  Ranks(2).run([&](Communicator& c) {
    try {
      require_same_on_ranks(c.first() ? first : second, c);
    } catch (const FailedElsewhere&) {
      all[static_cast<std::size_t>(c.rank())] = "elsewhere";
    } catch (const Error& e) {
      all[static_cast<std::size_t>(c.rank())] = e.what();
    }
  });
  return all;
}

TEST_CASE("a rank with another config or other data is told so, and all end") {
  const TemporaryFolder folder;
  const std::string same = folder / "same.tsv";
  std::filesystem::copy(ROWGRAD_SOURCE_DIR "/data/phrases.train.tsv", same);
  const std::string other = folder.write("other.tsv", "good\tpositive\nbad\tnegative\n").string();
  const Experiment mine = shipped_experiment("sentiment");
  CHECK(heard(mine, shipped_experiment("sentiment")) == std::vector<std::string>(2));
  CHECK(heard(mine, shipped_experiment("sentiment", {"data.train=" + same})) == std::vector<std::string>(2));
  const auto data = heard(mine, shipped_experiment("sentiment", {"data.train=" + other}));
  CHECK(data[0] == "elsewhere");
  CHECK_THAT(data[1], Catch::Contains("/data: this rank's data is not that of rank 0"));
  const auto config = heard(mine, shipped_experiment("sentiment", {"optimizer.lr=0.02"}));
  CHECK_THAT(config[1], Catch::Contains("this rank's config is not that of rank 0"));
}

}  // namespace
}  // namespace rowgrad
