// --init-from: parameters go by the names of tokens and labels, however the two runs number them.
#include <fstream>

#include "tests/catch.hpp"
#include "tests/session/two_files.hpp"

namespace rowgrad {
namespace {

TEST_CASE("rows go by token and classes by label, whatever their frequency") {
  TwoFiles files;
  const TrainedModel first = files.first(), second = files.second();
  const Dataset &theirs = *first.experiment.dataset, &ours = *second.experiment.dataset;
  REQUIRE(theirs.labels().token(0) != ours.labels().token(0));
  REQUIRE(theirs.tokens().token(0) != ours.tokens().token(0));
  CHECK(ours.tokens().count(ours.tokens().find("fine").value()) == 0);  // kept, though the new data lacks it
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

TEST_CASE("tokens and labels that the other run lacks start as the config says, and the notes count them") {
  TwoFiles files(more_bad, "fine film\tpos\nfilm\tneg\nfilm\tother\nfilm\tother\n");
  const TrainedModel first = files.first(), second = files.second();
  const RunState start = fresh_state(second.experiment);
  const auto started = [&](const char* name) -> const Matrix<float>& {
    return start.parameters[second.experiment.graph.find_parameter(name).value()].value;
  };
  const Dataset &theirs = *first.experiment.dataset, &ours = *second.experiment.dataset;
  CHECK(ours.tokens().size() == 4);  // good, bad and film are known, fine is new
  const Id fine = ours.tokens().find("fine").value(), bad = ours.tokens().find("bad").value();
  CHECK(row_of(second, "embed.weight", fine)[0] == started("embed.weight")(fine, 0));
  CHECK(row_of(second, "embed.weight", bad) == row_of(first, "embed.weight", theirs.tokens().find("bad").value()));
  const Id other = ours.labels().find("other").value(), pos = ours.labels().find("pos").value();
  CHECK(row_of(second, "logits.weight", other)[0] == started("logits.weight")(other, 0));
  CHECK(parameter(second, "logits.bias")(0, other) == 0.0F);
  CHECK(parameter(second, "logits.bias")(0, pos) ==
        parameter(first, "logits.bias")(0, theirs.labels().find("pos").value()));
  CHECK_THAT(files.notes.text,
             Catch::Contains("tokens: the rows of 3 start from there, those of 1 are new, 0 of its own are left out") &&
                 Catch::Contains("labels: the rows of 2 start from there, those of 1 are new, 0"));
}

TEST_CASE("labels of which the new data has none are another task's and are left out") {
  TwoFiles files(more_good, "good film\tgreat\nbad film\tdull\n");
  files.first();
  const TrainedModel second = files.second();
  CHECK(second.experiment.dataset->labels().to_text() == "dull\t1\ngreat\t1\n");
  CHECK(second.experiment.dataset->tokens().find("fine"));
  CHECK_THAT(files.notes.text, Catch::Contains("labels: the rows of 0 start from there, those of 2 are new, 2 of"));
}

TEST_CASE("where data.vocab names the only tokens, a run's others are left out") {
  TwoFiles files;
  const TrainedModel first = files.first();
  files.folder.write("words.txt", "bad\ngood\nugly\n");
  Json json = config("second.tsv", linear, 0);
  json["data"]["vocab"] = "words.txt";
  const TrainedModel second = files.train("second", json, "first");
  CHECK(second.experiment.dataset->tokens().to_text() == "bad\t4\ngood\t1\nugly\t0\n");
  CHECK(row_of(second, "embed.weight", 1) ==
        row_of(first, "embed.weight", first.experiment.dataset->tokens().find("good").value()));
  CHECK_THAT(files.notes.text, Catch::Contains("words.txt: 1 of 3 tokens do not occur in the training data") &&
                                   Catch::Contains("the rows of 2 start from there, those of 1 are new, 2 of"));
}

TEST_CASE("hashed n-grams keep their rows when the vocabulary grows, and other buckets are refused by the key") {
  TwoFiles files(more_bad, more_good);
  const auto with_ngrams = [](const char* train, std::size_t buckets, std::size_t epochs) {
    Json json = config(train, linear, epochs);
    json["data"].update({{"ngrams", 2}, {"buckets", buckets}});
    return json;
  };
  const TrainedModel first = files.train("first", with_ngrams("first.tsv", 5, 20));
  const TrainedModel second = files.train("second", with_ngrams("second.tsv", 5, 0), "first");
  const auto theirs = first.experiment.dataset->tokens().size(), ours = second.experiment.dataset->tokens().size();
  REQUIRE(ours == theirs + 1);
  for (Id bucket = 0; bucket < 5; ++bucket) {
    CHECK(row_of(second, "embed.weight", static_cast<Id>(ours + bucket)) ==
          row_of(first, "embed.weight", static_cast<Id>(theirs + bucket)));
  }
  CHECK_THROWS_WITH(files.train("third", with_ngrams("second.tsv", 6, 0), "first"),
                    Catch::Contains("\"embed.weight\"") && Catch::Contains("--set data.buckets=5"));
}

TEST_CASE("60 % of a set and then all of it from there reaches what all of it at once reaches, to 0.5 points") {
  const TemporaryFolder folder;
  const std::string all = ROWGRAD_SOURCE_DIR "/data/phrases.train.tsv";
  std::ifstream lines(all);
  std::string part, line;
  for (int i = 0; std::getline(lines, line); ++i) part += i % 5 < 3 ? line + "\n" : "";
  const std::string part_file = folder.write("part.tsv", part).string();
  RunObserver nobody;
  const auto accuracy = [&](const std::string& name, const std::string& data, const std::filesystem::path& from) {
    const auto summary = train(shipped_spec("sentiment", {"data.train=" + data, "data.tokenizer=whitespace"}),
                               {folder / name, from}, nobody);
    return summary->splits.at(Split::test).accuracy.value();
  };
  accuracy("part", part_file, {});
  const Vocabulary some = open_run(folder / "part").experiment.dataset->tokens();
  const double at_once = accuracy("all", all, {}), in_two = accuracy("grown", all, folder / "part");
  CHECK(open_run(folder / "grown").experiment.dataset->tokens().size() > some.size());
  CHECK(in_two >= at_once - 0.005);
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

TEST_CASE("rows that follow from the counts of tokens start anew where these have changed, and it is said") {
  const TemporaryFolder folder;
  folder.write("first.txt", "a a a b b c\n");
  folder.write("second.txt", "c c c b b a d\n");
  Notes notes;
  const auto run = [&](const std::string& name, const std::string& text, const std::filesystem::path& init_from) {
    const auto spec =
        shipped_spec("word2vec_hs", {"data.train=" + (folder / text).string(), "data.min_count=1", "data.subsample=0",
                                     "train.epochs=" + std::string(init_from.empty() ? "3" : "0")});
    notes.text.clear();
    train(spec, {folder / name, init_from}, notes);
    return open_run(folder / name);
  };
  const TrainedModel first = run("first", "first.txt", {});
  const TrainedModel same = run("same", "first.txt", folder / "first");
  CHECK(notes.text.find("starts anew") == std::string::npos);
  const auto nodes = [](const TrainedModel& model) { return parameter(model, "inner.weight"); };
  CHECK((nodes(same) == nodes(first)));
  const TrainedModel second = run("second", "second.txt", folder / "first");
  CHECK_THAT(notes.text, Catch::Contains("\"inner.weight\" starts anew"));
  const std::size_t p = second.experiment.graph.find_parameter("inner.weight").value();
  CHECK((nodes(second) == fresh_state(second.experiment).parameters[p].value));
}

TEST_CASE("a classifier starts from a language model's table, and its classes start anew") {
  TwoFiles files;
  files.folder.write("lines.txt", "good film\nbad film\n");
  const TrainedModel first =
      files.train("first", Json::parse(R"({"data": {"task": "lm", "unit": "word", "train": "lines.txt"},
        "model": [{"name": "embed", "layer": "Embedding", "input": "tokens", "dim": 4},
                  {"name": "logits", "layer": "Linear", "input": "embed", "out": "vocab"},
                  {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "next"]}],
        "optimizer": {"type": "SGD", "lr": 0.5}, "train": {"epochs": 5}})"));
  const TrainedModel second = files.second();
  const Vocabulary &theirs = first.experiment.dataset->tokens(), &ours = second.experiment.dataset->tokens();
  CHECK(row_of(second, "embed.weight", ours.find("film").value()) ==
        row_of(first, "embed.weight", theirs.find("film").value()));
  CHECK_THAT(files.notes.text, Catch::Contains("1 of 3 parameters start") &&
                                   Catch::Contains("\"logits.weight\" starts anew: it is about labels"));
}

TEST_CASE("a shape that follows from a data key is refused with that key") {
  const TemporaryFolder folder;
  folder.write("names.txt", "anna\nbo\nhannah\n");
  RunObserver nobody;
  const auto spec = [&](const std::string& context) {
    return shipped_spec("mlp", {"data.train=" + (folder / "names.txt").string(), "data.split=[]",
                                "data.context=" + context, "sizes.d=2", "sizes.hidden=5", "train.epochs=1"});
  };
  train(spec("3"), {folder / "first"}, nobody);
  CHECK_THROWS_WITH(train(spec("4"), {folder / "second", folder / "first"}, nobody),
                    Catch::Contains("model.safetensors") && Catch::Contains("--set data.context=3"));
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
