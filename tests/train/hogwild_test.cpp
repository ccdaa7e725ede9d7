#include <unistd.h>

#include <csignal>
#include <fstream>

#include "core/parallel.hpp"
#include "tests/catch.hpp"
#include "train/training.hpp"

namespace rowgrad {
namespace {

// A run of a small skip-gram model in a folder of its own.
class Run {
 public:
  Run(const std::string& engine, int workers, std::size_t epochs)
      : folder_(std::filesystem::temp_directory_path() /
                fmt::format("rowgrad_hogwild_{}_{}", ::getpid(), static_cast<void*>(this))) {
    std::filesystem::create_directories(folder_);
    std::ofstream text(folder_ / "text.txt");
    for (int i = 0; i < 60; ++i) text << (i % 2 == 0 ? "the cat sat on the mat\n" : "a dog lay by a rug\n");
    text.close();
    Config config;
    config.where.file = (folder_ / "config.json").string();
    config.data = {
        {"task", "word2vec"}, {"train", (folder_ / "text.txt").string()}, {"min_count", 1}, {"subsample", 0}};
    config.model = Json::parse(R"([
      {"name": "u", "layer": "Embedding", "input": "center", "dim": 8, "init": {"normal": 0.3}},
      {"name": "v", "layer": "Embedding", "input": "context", "dim": 8},
      {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "v.weight"},
      {"name": "positive", "layer": "Dot", "inputs": ["u", "v"]},
      {"name": "negative", "layer": "Dot", "inputs": ["u", "noise"]},
      {"name": "attract", "layer": "SigmoidCE", "input": "positive", "target": 1},
      {"name": "repel", "layer": "SigmoidCE", "input": "negative", "target": 0}])");
    config.optimizer = {{"type", "AdamW"}, {"lr", 0.01}};
    config.schedule = {{"type", "linear"}};
    config.train = {{"engine", engine}, {"epochs", epochs}, {"batch_size", 8}};
    set_threads(workers);
    experiment = std::make_unique<Experiment>(config);
    experiment->task().load();
    experiment->build();
    directory = std::make_unique<RunDirectory>(folder_ / "run");
    directory->create(*experiment);
    training = std::make_unique<Training>(*experiment, *directory, progress_);
  }
  ~Run() {
    set_threads(1);
    pending_signal = 0;
    std::filesystem::remove_all(folder_);
  }

  void train() const { experiment->engine().run(*training); }

  std::unique_ptr<Experiment> experiment;
  std::unique_ptr<RunDirectory> directory;
  std::unique_ptr<Training> training;

 private:
  std::filesystem::path folder_;
  Progress progress_{/*quiet=*/true};
};

bool same(const Parameters<float>& a, const Parameters<float>& b) {
  return std::equal(a.begin(), a.end(), b.begin(), b.end(), [](const auto& x, const auto& y) {
    return std::equal(x.value.begin(), x.value.end(), y.value.begin(), y.value.end());
  });
}

TEST_CASE("hogwild on one thread is the graph engine, bit by bit") {
  const Run graph("graph", 1, 2), hogwild("hogwild", 1, 2);
  graph.train();
  hogwild.train();
  CHECK(hogwild.training->step == graph.training->step);
  CHECK(hogwild.training->last_epoch_loss == graph.training->last_epoch_loss);
  CHECK(same(hogwild.training->parameters, graph.training->parameters));
}

TEST_CASE("hogwild on two threads works through every shard and learns as well as one thread") {
  const Run one("hogwild", 1, 20), two("hogwild", 2, 20);
  one.train();
  two.train();
  CHECK(two.training->epoch == 20);
  CHECK(two.training->last_epoch_loss < 1.05 * one.training->last_epoch_loss);
  CHECK(one.training->last_epoch_loss < 3.0);  // from 6 log 2 = 4.16
}

TEST_CASE("a hogwild run that is interrupted within an epoch resumes where each shard stood") {
  const Run whole("hogwild", 1, 3), part("hogwild", 1, 3);
  whole.train();
  pending_signal = SIGINT;
  CHECK_THROWS_AS(part.train(), Interrupted);
  CHECK(part.training->epoch == 0);
  pending_signal = 0;
  part.training->load_checkpoint();
  part.train();
  CHECK(same(part.training->parameters, whole.training->parameters));
}

}  // namespace
}  // namespace rowgrad
