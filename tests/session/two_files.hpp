// TwoFiles: two small sets of labelled text, and runs on the second that start from a run on the first.
#pragma once

#include "tests/trained.hpp"

namespace rowgrad {

// A sentiment model with the layers that make and score the logits given as JSON.
inline Json config(const std::string& train, const std::string& layers, std::size_t epochs) {
  return Json::parse(R"({"data": {"task": "classification", "train": ")" + train + R"("},
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

// What a run tells.
struct Notes : RunObserver {
  std::string text;
  void note(const std::string& line) override { text += line + "\n"; }
};

struct TwoFiles {
  TemporaryFolder folder;
  Notes notes;

  explicit TwoFiles(const char* first = more_good, const char* second = more_bad) {
    folder.write("first.tsv", first);
    folder.write("second.tsv", second);
  }

  TrainedModel train(const std::string& name, const Json& json, const std::string& init_from = {}) {
    const RunSpec spec = read_run_spec(Config::load(folder.write(name + ".json", json.dump())));
    TrainRequest request{folder / name};
    if (!init_from.empty()) request.init_from = folder / init_from;
    notes.text.clear();
    rowgrad::train(spec, request, notes);
    return open_run(folder / name);
  }
  TrainedModel first(const std::string& layers = linear) { return train("first", config("first.tsv", layers, 20)); }
  TrainedModel second(const std::string& layers = linear) {
    return train("second", config("second.tsv", layers, 0), "first");
  }
};

inline const Matrix<float>& parameter(const TrainedModel& run, const std::string& name) {
  return run.parameters[run.experiment.graph.find_parameter(name).value()].value;
}

inline std::vector<float> row_of(const TrainedModel& run, const std::string& name, Id id) {
  const Matrix<float>& value = parameter(run, name);
  return {row(value, id), row(value, id) + columns(value)};
}

}  // namespace rowgrad
