#include "metrics/evaluate.hpp"

#include "graph/execute.hpp"
#include "tests/catch.hpp"
#include "tests/ranks.hpp"
#include "tests/temporary_folder.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Loss, accuracy, confusion and calibration of a fresh model, as text.
std::string figures(const Experiment& experiment, Split split, Communicator& communicator) {
  RunState state = fresh_state(experiment, communicator);
  return to_full_json(evaluate(experiment.graph, state.parameters, *experiment.dataset, split, Random(1), communicator))
      .dump();
}

void check_same_figures(const Experiment& experiment, Split split) {
  const std::string expected = figures(experiment, split, one_process());
  for (const int ranks : {2, 3, 20}) {
    CAPTURE(ranks);
    std::vector<std::string> found(static_cast<std::size_t>(ranks));
    Ranks(ranks).run(
        [&](Communicator& c) { found[static_cast<std::size_t>(c.rank())] = figures(experiment, split, c); });
    CHECK(std::ranges::count(found, expected) == ranks);
  }
}

TEST_CASE("ranks that share an evaluation out all get what one process gets") {
  for (const char* config : {"sentiment", "bigram"}) {
    CAPTURE(config);
    check_same_figures(shipped_experiment(config), Split::train);
  }
}

TEST_CASE("ranks that have a table between them evaluate a full softmax over it, in more than one block") {
  const TemporaryFolder folder;
  std::string words;
  for (int i = 0; i < 70000; ++i) words += fmt::format("w{} ", i);
  const Experiment experiment = shipped_experiment(
      "word_lm_sampled",
      {"data.train=" + folder.write("words.txt", words).string(), "sizes.d=2", "model.embed.table=sharded",
       "data.dev=" + folder.write("dev.txt", "w1 w69999 w65535 w3 w65536 w40000 w7\n").string()});
  REQUIRE(evaluation_blocks(experiment.graph.parameters()[0].rows).size() == 2);
  check_same_figures(experiment, Split::dev);
}

}  // namespace
}  // namespace rowgrad
