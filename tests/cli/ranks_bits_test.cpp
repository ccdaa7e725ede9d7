// Several ranks: the bits of one process, whatever their number.
#include "tests/catch.hpp"
#include "tests/cli/ranks.hpp"

namespace rowgrad {
namespace {

// Returns one process's metrics.
std::string check_same_bits(const TwelveSlots& training) {
  require_mpi();
  const TemporaryFolder folder;
  const std::string alone = folder / "alone";
  REQUIRE(run_command(training.command(alone)).code == 0);
  for (const int ranks : {2, 3, 4, 7}) {
    CAPTURE(ranks);
    const std::string out = folder / std::to_string(ranks);
    const Finished finished = run_command(on_ranks(ranks, training.command(out)));
    INFO(finished.err);
    REQUIRE(finished.code == 0);
    CHECK(model(out) == model(alone));
    CHECK(metrics(out) == metrics(alone));
  }
  return metrics(alone);
}

TEST_CASE("any number of ranks trains a sentiment classifier to the bits of one process") {
  check_same_bits({"sentiment.json", {"train.epochs=3", "train.batch_size=4"}});
}
TEST_CASE("any number of ranks trains a bigram to the bits of one process") {
  check_same_bits({"bigram.json", {"train.epochs=3", "train.batch_size=8"}});
}
TEST_CASE("any number of ranks trains attention to the bits of one process") {
  check_same_bits({"order_attention.json", {"train.epochs=2", "train.batch_size=8"}});
}
TEST_CASE("any number of ranks trains exact rows to the bits of one process") {
  check_same_bits({"sentiment.json",
                   {"train.epochs=3", "train.batch_size=4", "optimizer.rows=exact", "optimizer.weight_decay=0.1"}});
}
TEST_CASE("any number of ranks trains a tied head to the bits of one process") {
  check_same_bits({"bigram_tied.json", {"train.epochs=3", "train.batch_size=8"}});
}
TEST_CASE("any number of ranks trains batch normalisation to the bits of one process") {
  check_same_bits({"mlp_batchnorm.json", {"train.epochs=1", "train.batch_size=16", "sizes.hidden=16"}});
}
TEST_CASE("any number of ranks reads a text in parts and trains word vectors to the bits of one process") {
  check_same_bits({"word2vec_hs.json", {"train.epochs=2", "train.batch_size=8"}});
}
TEST_CASE("any number of ranks trains a sharded table, tied and sampled, to the bits of one process") {
  check_same_bits({"word_lm_sampled.json",
                   {"train.epochs=2", "train.batch_size=8", "model.embed.table=sharded", "optimizer.rows=exact"}});
}
TEST_CASE("any number of ranks agrees on early stopping, and clips the same norm") {
  TwelveSlots training{"sentiment.json",
                       {"train.epochs=20", "train.batch_size=4", "train.patience=2", "data.split=[0.8, 0.2]",
                        "data.test=", "optimizer.clip_norm=0.1"}};
  const std::string clipped = check_same_bits(training);
  CHECK(clipped.find("\"epoch\":20,") == std::string::npos);  // it stopped
  const TemporaryFolder folder;
  training.settings.back() = "optimizer.clip_norm=0";
  REQUIRE(run_command(training.command(folder / "run")).code == 0);
  CHECK(metrics(folder / "run") != clipped);  // and something was clipped
}

}  // namespace
}  // namespace rowgrad
