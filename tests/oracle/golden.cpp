#include "tests/oracle/golden.hpp"

#include <cmath>

#include "config/config.hpp"
#include "core/text_file.hpp"

namespace rowgrad {

Json load_golden(const std::string& name) {
  const std::string file = std::string(ROWGRAD_SOURCE_DIR) + "/tests/oracle/" + name;
  return parse_json(std::string(TextFile(file).text()), file);
}

template <class T>
Matrix<T> golden_matrix(const Json& json) {
  Matrix<T> m;
  resize(m, json.size(), json.empty() ? 0 : json[0].size());
  for (std::size_t i = 0; i < json.size(); ++i) {
    for (std::size_t j = 0; j < json[i].size(); ++j) m(i, j) = static_cast<T>(json[i][j].template get<double>());
  }
  return m;
}

Inputs golden_inputs(const Json& world) {
  Inputs inputs;
  std::map<std::string, const RowSpace*> spaces;
  for (const Json& space : world["spaces"]) {
    const std::string name = space["name"];
    const RowSpace* group = space.contains("group") ? spaces.at(space["group"].get<std::string>()) : nullptr;
    spaces[name] = &inputs.space(name, group, space.value("rows_per_segment", std::size_t{0}));
  }
  for (const Json& input : world["inputs"]) {
    const std::string name = input["name"];
    const RowSpace& space = *spaces.at(input["space"].get<std::string>());
    if (input.contains("log_probability"))
      inputs.samples(name, space, input["log_probability"].get<std::vector<float>>(), "");
    else if (input.contains("size"))
      inputs.ids(name, space, input["size"], "");
    else
      inputs.real(name, space, input["width"], "");
  }
  return inputs;
}

Batch golden_batch(const Inputs& inputs, const Json& json) {
  Batch batch;
  for (const auto& space : inputs.spaces()) {
    RowPartition& partition = batch.partitions.emplace_back();
    partition.row_count = json["rows"][space->name];
    if (json["offsets"].contains(space->name))
      partition.offsets = json["offsets"][space->name].get<std::vector<std::size_t>>();
  }
  for (const auto& input : inputs.all()) {
    const bool ids = input.type.kind == Kind::ids;
    batch.ids.push_back(ids ? json["ids"][input.name].get<std::vector<Id>>() : std::vector<Id>{});
    batch.values.push_back(ids ? Matrix<float>() : golden_matrix<float>(json["values"][input.name]));
  }
  return batch;
}

Graph golden_graph(const Json& model, const Inputs& inputs) {
  return build_graph(read_model(model, {"golden", "/model"}), {}, inputs, Leaves::any);
}

template <class T>
Parameters<T> golden_parameters(const Graph& graph, const Json& values) {
  auto parameters = initialise<T>(graph.parameters(), Random(1));
  for (auto& p : parameters) {
    if (values.contains(p.spec.name)) p.value = golden_matrix<T>(values[p.spec.name]);
  }
  return parameters;
}

template <class T>
double worst_difference(const Matrix<T>& found, const Json& json) {
  const auto golden = golden_matrix<double>(json);
  if (found.size() != golden.size()) return INFINITY;
  double scale = 1.0, worst = 0.0;
  for (const double g : golden) scale = std::max(scale, std::abs(g));
  for (std::size_t i = 0; i < golden.size(); ++i) {
    const double difference = std::abs(static_cast<double>(found.data()[i]) - golden.data()[i]) / scale;
    if (!(difference <= worst)) worst = difference;  // NaN too
  }
  return worst;
}

template Matrix<float> golden_matrix<float>(const Json&);
template Matrix<double> golden_matrix<double>(const Json&);
template Parameters<float> golden_parameters<float>(const Graph&, const Json&);
template Parameters<double> golden_parameters<double>(const Graph&, const Json&);
template double worst_difference(const Matrix<float>&, const Json&);
template double worst_difference(const Matrix<double>&, const Json&);

}  // namespace rowgrad
