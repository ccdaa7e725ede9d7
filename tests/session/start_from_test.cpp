// --init-from: parameters go by the names of tokens and labels, however the two runs number them.
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// A sentiment model with the layers that make and score the logits given as JSON.
Json config(const std::string& train, const std::string& layers, std::size_t epochs) {
  return Json::parse(R"({"data": {"task": "sentiment", "train": ")" + train + R"("},
    "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
              {"name": "sum", "layer": "Sum", "input": "embed"},)" +
                     layers + R"(],
    "optimizer": {"type": "AdamW", "lr": 0.05}, "train": {"epochs": )" +
                     std::to_string(epochs) + "}}");
}

constexpr const char* linear = R"({"name": "logits", "layer": "Linear", "input": "sum", "out": "classes"},
                                  {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]})";

// The more frequent label and token come first: the two files number both differently.
constexpr const char* more_good = "good good film\tpos\nfine film\tpos\ngood\tpos\nbad film\tneg\n";
constexpr const char* more_bad = "bad bad\tneg\nbad film\tneg\nbad\tneg\ngood\tpos\n";

struct TwoFiles {
  TemporaryFolder folder;
  RunObserver nobody;

  TwoFiles(const char* first = more_good, const char* second = more_bad) {
    folder.write("first.tsv", first);
    folder.write("second.tsv", second);
  }

  TrainedModel train(const std::string& name, const Json& json, const std::string& init_from = {}) {
    const RunSpec spec = read_run_spec(Config::load(folder.write(name + ".json", json.dump())));
    TrainRequest request{folder / name};
    if (!init_from.empty()) request.init_from = folder / init_from;
    rowgrad::train(spec, request, nobody);
    return open_run(folder / name);
  }
  TrainedModel first(const std::string& layers = linear) { return train("first", config("first.tsv", layers, 20)); }
  TrainedModel second(const std::string& layers = linear) {
    return train("second", config("second.tsv", layers, 0), "first");
  }
};

const Matrix<float>& parameter(const TrainedModel& run, const std::string& name) {
  return run.parameters[run.experiment.graph.find_parameter(name).value()].value;
}

std::vector<float> row_of(const TrainedModel& run, const std::string& name, Id id) {
  const Matrix<float>& value = parameter(run, name);
  return {row(value, id), row(value, id) + columns(value)};
}

TEST_CASE("rows go by token and classes by label, whatever their frequency") {
  TwoFiles files;
  const TrainedModel first = files.first(), second = files.second();
  const Dataset &theirs = *first.experiment.dataset, &ours = *second.experiment.dataset;
  REQUIRE(theirs.labels().token(0) != ours.labels().token(0));
  REQUIRE(theirs.tokens().token(0) != ours.tokens().token(0));
  REQUIRE(theirs.tokens().size() > ours.tokens().size());
  for (Id id = 0; id < ours.tokens().size(); ++id) {
    const Id their_id = theirs.tokens().find(ours.tokens().token(id)).value();
    CHECK(row_of(second, "embed.weight", id) == row_of(first, "embed.weight", their_id));
  }
  for (Id id = 0; id < ours.labels().size(); ++id) {
    const Id their_id = theirs.labels().find(ours.labels().token(id)).value();
    CHECK(row_of(second, "logits.weight", id) == row_of(first, "logits.weight", their_id));
    CHECK(parameter(second, "logits.bias")(0, id) == parameter(first, "logits.bias")(0, their_id));
  }
}

TEST_CASE("logits that are added up and normalised have classes for columns") {
  const std::string layers = R"({"name": "scores", "layer": "Embedding", "input": "tokens", "dim": "classes"},
    {"name": "bag", "layer": "Sum", "input": "scores"}, {"name": "line", "layer": "Linear", "input": "sum", "out": "classes"},
    {"name": "both", "layer": "Add", "inputs": ["bag", "line"]}, {"name": "logits", "layer": "LayerNorm", "input": "both"},
    {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "label"]})";
  TwoFiles files;
  const TrainedModel first = files.first(layers), second = files.second(layers);
  const Dataset &theirs = *first.experiment.dataset, &ours = *second.experiment.dataset;
  for (Id label = 0; label < 2; ++label) {
    const Id their_label = theirs.labels().find(ours.labels().token(label)).value();
    for (Id id = 0; id < ours.tokens().size(); ++id) {
      const Id their_id = theirs.tokens().find(ours.tokens().token(id)).value();
      CHECK(parameter(second, "scores.weight")(id, label) == parameter(first, "scores.weight")(their_id, their_label));
    }
    CHECK(row_of(second, "line.weight", label) == row_of(first, "line.weight", their_label));
    CHECK(parameter(second, "logits.weight")(0, label) == parameter(first, "logits.weight")(0, their_label));
  }
}

TEST_CASE("where it is not known which parameters belong to a class, other labels are refused") {
  const std::string layers = R"({"name": "logit", "layer": "Linear", "input": "sum", "out": 1},
    {"name": "loss", "layer": "SigmoidCE", "inputs": ["logit", "label"]})";
  TwoFiles files;
  files.first(layers);
  CHECK_THROWS_WITH(files.second(layers), Catch::Contains("labels.txt") && Catch::Contains("\"loss\" depends"));
}

TEST_CASE("a token or label that the other run lacks is named, and how many there are") {
  TwoFiles files(more_bad, more_good);
  files.first();
  CHECK_THROWS_WITH(files.second(), Catch::Contains("lacks 1 of this run's 4 tokens, such as \"fine\""));
  CHECK_FALSE(std::filesystem::exists(files.folder / "second"));
  TwoFiles labels(more_good, "bad film\tneg\nfilm\tneutral\nfilm\tother\n");
  labels.first();
  CHECK_THROWS_WITH(labels.second(),
                    Catch::Contains("labels.txt") && Catch::Contains("lacks 2 of this run's 3 labels"));
}

TEST_CASE("a language model goes by token on both ends") {
  const TemporaryFolder folder;
  folder.write("first.txt", "aab\naac\n");
  folder.write("second.txt", "ccb\nccb\nca\n");
  const auto layers =
      GENERATE(as<std::string>(), R"({"name": "logits", "layer": "Embedding", "input": "tokens", "dim": "vocab"},)",
               R"({"name": "logits", "layer": "Embedding", "input": "tokens", "dim": 3},
         {"name": "out", "layer": "Linear", "input": "logits", "out": "vocab"},)",
               R"({"name": "logits", "layer": "Embedding", "input": "tokens", "dim": 3},
         {"name": "out", "layer": "Linear", "input": "logits", "weight": "logits.weight"},)");
  const std::string last = layers.find("out\", \"layer") == std::string::npos ? "logits" : "out";
  const auto run = [&](const std::string& name, const std::string& epochs, const std::filesystem::path& init_from) {
    const std::string json = R"({"data": {"task": "lm", "train": ")" + name + R"(.txt"}, "model": [)" + layers +
                             R"({"name": "loss", "layer": "SoftmaxCE", "inputs": [")" + last + R"(", "next"]}],
                             "optimizer": {"type": "SGD", "lr": 0.5}, "train": {"epochs": )" +
                             epochs + "}}";
    RunObserver nobody;
    train(read_run_spec(Config::load(folder.write(name + ".json", json))), {folder / name, init_from}, nobody);
    return open_run(folder / name);
  };
  const TrainedModel first = run("first", "30", {}), second = run("second", "0", folder / "first");
  const Vocabulary &theirs = first.experiment.dataset->tokens(), &ours = second.experiment.dataset->tokens();
  const auto logits = [&](const TrainedModel& model, const Vocabulary& names, const std::string& from,
                          const std::string& to) {
    const Id i = names.find(from).value(), j = names.find(to).value();
    if (last == "logits") return parameter(model, "logits.weight")(i, j);
    const Matrix<float>& table = parameter(model, "logits.weight");
    const bool tied = !model.experiment.graph.find_parameter("out.weight");
    const Matrix<float>& head = tied ? table : parameter(model, "out.weight");
    float sum = parameter(model, "out.bias")(0, j);
    for (std::size_t k = 0; k < columns(table); ++k) sum += table(i, k) * head(j, k);
    return sum;
  };
  REQUIRE(theirs.find("a") != ours.find("a"));
  for (const char* from : {"</s>", "a", "b", "c"}) {
    for (const char* to : {"</s>", "a", "b", "c"})
      CHECK(logits(second, ours, from, to) == logits(first, theirs, from, to));
  }
}

TEST_CASE("rows that follow from the counts of tokens need the same tokens") {
  const TemporaryFolder folder;
  folder.write("first.txt", "a a a b b c\n");
  folder.write("second.txt", "c c c b b a\n");
  const auto run = [&](const std::string& name, const std::filesystem::path& init_from) {
    RunObserver nobody;
    const auto spec = shipped_spec("word2vec_hs", {"data.train=" + (folder / (name + ".txt")).string(),
                                                   "data.min_count=1", "train.epochs=0", "data.subsample=0"});
    train(spec, {folder / name, init_from}, nobody);
  };
  run("first", {});
  CHECK_THROWS_WITH(run("second", folder / "first"), Catch::Contains("differently"));
}

TEST_CASE("a model with numbers that are not finite starts no run") {
  TwoFiles files;
  files.first();
  const Experiment experiment = open_experiment(RunDirectory(files.folder / "first"));
  RunState state = fresh_state(experiment);
  state.parameters[0].value(1, 1) = std::numeric_limits<float>::infinity();
  write_model(RunDirectory(files.folder / "first"), experiment, finish(experiment, std::move(state)));
  CHECK_THROWS_WITH(files.second(), Catch::Contains("not finite"));
  CHECK_THROWS_WITH(open_run(files.folder / "first"), Catch::Contains("not finite"));
}

}  // namespace
}  // namespace rowgrad
