// The commands that show what negatives are drawn, what an output costs and what its bias learns; trace's view of
// attention; parameters on repeated blocks.
#include "config/types.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

using Catch::Matchers::Contains;

std::string trained(const TemporaryFolder& folder, const std::string& config, const std::string& override = "seed=1") {
  std::string run = folder / config;
  const Finished finished = run_command({"train", "--config", source_file("configs/" + config + ".json"), "--out", run,
                                         "--quiet", "--overwrite", "--set", override});
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return run;
}

std::string output(const std::vector<std::string>& command) {
  const Finished finished = run_command(command);
  INFO(finished.err);
  REQUIRE(finished.code == 0);
  return finished.out;
}

void check_refused(const std::vector<std::string>& command, const std::string& message) {
  const Finished finished = run_command(command);
  CHECK(finished.code == 2);
  CHECK(finished.out.empty());
  CHECK_THAT(finished.err, Contains(message));
}

TEST_CASE("noise shows the draws of a run's vocabulary, or of any list of counts") {
  const TemporaryFolder folder;
  const std::string run = trained(folder, "sgns", "train.epochs=1");
  const Json of_run = Json::parse(output({"rowgrad", "noise", run, "cat", "--json"}));
  const Json of_file = Json::parse(output({"rowgrad", "noise", run + "/vocab.txt", "cat", "--json"}));
  CHECK(of_run == of_file);
  CHECK(of_run["exponents"].size() == 3);
  CHECK(of_run["exponents"][0]["words"]["cat"]["expected"].get<double>() == Approx(1.0 / 47));
  CHECK(of_run["exponents"][2]["most_frequent"]["expected"] > of_run["exponents"][1]["most_frequent"]["expected"]);
  CHECK_THAT(output({"rowgrad", "noise", run, "cat"}), Contains("the rarest half, 23 words"));
  const std::string unsorted = folder.write("counts.txt", "rug\t1\nthe\t9\n");
  CHECK_THAT(output({"rowgrad", "noise", unsorted, "--exponents", "1"}), Contains("the most frequent word, the"));
}

TEST_CASE("noise refuses what has no counts") {
  const TemporaryFolder folder;
  check_refused({"rowgrad", "noise", folder / "nowhere"}, "nowhere");
  check_refused({"rowgrad", "noise", folder.write("empty.txt", "")}, "expected words that were counted, found none");
  check_refused({"rowgrad", "noise", folder.write("zero.txt", "cat\t0\n")}, "found none");
  check_refused({"rowgrad", "noise", folder.write("cat.txt", "cat\t3\n"), "dog"}, "\"dog\": is not among the words");
  check_refused({"rowgrad", "noise", folder.write("dog.txt", "dog\t3\n"), "--exponents", "11"},
                "expected a number from 0 to 10");
}

TEST_CASE("output-cost prints what each output computed per pair") {
  const Json costs = Json::parse(output({"rowgrad", "output-cost", "--vocab", "50", "--dim", "4", "--json"}));
  REQUIRE(costs.size() == 4);
  CHECK(costs[0]["output"] == "full softmax");
  CHECK(costs[0]["dot_products_per_pair"] == 50);
  CHECK(costs[3]["dot_products_per_pair"] == 6);
  CHECK_THAT(output({"rowgrad", "output-cost", "--vocab", "50", "--dim", "4"}), Contains("hierarchical softmax"));
  check_refused({"rowgrad", "output-cost", "--vocab", "1"}, "--vocab");
  check_refused({"rowgrad", "output-cost", "--vocab", "10000000", "--batch", "100000"}, "GB of memory");
}

TEST_CASE("bias shows what a tied model's bias learnt, and where frequencies go without one") {
  const TemporaryFolder folder;
  const Json with = Json::parse(output({"rowgrad", "bias", trained(folder, "bigram_tied"), "--json"}));
  CHECK(with["bias_correlation"] > 0.8);
  CHECK(with["classes"][0]["bias"] > with["classes"].back()["bias"]);
  const std::string bare = trained(folder, "bigram_tied", "model.logits.bias=false");
  const Json without = Json::parse(output({"rowgrad", "bias", bare, "--json"}));
  CHECK_FALSE(without.contains("bias_correlation"));
  CHECK(without["mean_logit_correlation"] > with["mean_logit_correlation"]);
  CHECK_THAT(output({"rowgrad", "bias", bare}), Contains("correlation with log frequency"));
  check_refused({"rowgrad", "bias", trained(folder, "sgns", "train.epochs=1")},
                "expected a softmax over the logits of a Linear layer");
}

TEST_CASE("trace shows that attention gives a word the same row in every order, unless positions are added") {
  const TemporaryFolder folder;
  const auto cosine = [&](const char* config) {
    const Json traced =
        Json::parse(output({"rowgrad", "trace", trained(folder, config), "--text", "funny not dull", "--text",
                            "dull not funny", "--token", "not", "--label", "positive", "--json"}));
    for (const Json& layer : traced["layers"]) {
      if (layer["name"] == "look") return layer["cosine"].get<double>();
    }
    FAIL("no layer \"look\"");
    return 0.0;
  };
  CHECK(cosine("order_attention_bare") == Approx(1).margin(1e-5));
  CHECK(cosine("order_attention") < 0.5);
}

TEST_CASE("parameters prints a repeated block once, and every layer where that is wanted") {
  const std::vector<std::string> command{"rowgrad", "parameters", source_file("configs/llama_7b.json")};
  const std::string grouped = output(command);
  CHECK(std::count(grouped.begin(), grouped.end(), '\n') < 20);
  CHECK_THAT(grouped, Contains("block*-attend"));
  CHECK_THAT(grouped, Contains("32 x 67,108,864"));
  CHECK_THAT(grouped, Contains("2,147,483,648"));
  CHECK_THAT(grouped, Contains("6,738,415,616"));
  auto every = command;
  every.emplace_back("--all");
  const std::string all = output(every);
  CHECK_THAT(all, Contains("block31-attend"));
  CHECK(std::count(all.begin(), all.end(), '\n') > 290);
}

}  // namespace
}  // namespace rowgrad
