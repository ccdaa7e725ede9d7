#include "metrics/evaluate.hpp"

#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Loss, accuracy, confusion and calibration of a fresh model, as text.
std::string figures(const Experiment& experiment, Communicator& communicator) {
  RunState state = fresh_state(experiment);
  return to_full_json(
             evaluate(experiment.graph, state.parameters, *experiment.dataset, Split::train, Random(1), communicator))
      .dump();
}

TEST_CASE("ranks that share an evaluation out all get what one process gets") {
  for (const char* config : {"sentiment", "bigram"}) {
    const Experiment experiment = shipped_experiment(config);
    const std::string expected = figures(experiment, one_process());
    for (const int ranks : {2, 3, 20}) {
      CAPTURE(config, ranks);
      std::vector<std::string> found(static_cast<std::size_t>(ranks));
      Ranks(ranks).run([&](Communicator& c) { found[static_cast<std::size_t>(c.rank())] = figures(experiment, c); });
      CHECK(std::ranges::count(found, expected) == ranks);
    }
  }
}

}  // namespace
}  // namespace rowgrad
