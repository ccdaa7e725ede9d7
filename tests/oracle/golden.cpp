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

GoldenWorld::GoldenWorld(const Json& world) {
  std::map<std::string, const Domain*> domains;
  for (const Json& d : world["domains"]) {
    const std::string name = d["name"];
    const Domain* group = d.contains("group") ? domains.at(d["group"].get<std::string>()) : nullptr;
    domains[name] = inputs_.domain(name, group, d.value("per_group", std::size_t{0}));
  }
  for (const Json& input : world["inputs"]) {
    const std::string name = input["name"];
    const Domain* domain = domains.at(input["domain"].get<std::string>());
    if (input.contains("log_probability")) {
      log_probability_ = input["log_probability"].get<std::vector<float>>();
      inputs_.samples(name, domain, log_probability_, "");
    } else if (input.contains("size")) {
      inputs_.ids(name, domain, input["size"], "");
    } else {
      inputs_.rows(name, domain, input["width"], "");
    }
  }
}

Batch GoldenWorld::batch(const Json& json) const {
  Batch batch;
  for (const Domain& domain : inputs_.domains()) {
    Extent& extent = batch.extents.emplace_back();
    extent.rows = json["rows"][domain.name];
    if (json["offsets"].contains(domain.name))
      extent.offsets = json["offsets"][domain.name].get<std::vector<std::uint32_t>>();
  }
  for (const auto& input : inputs_.all()) {
    const bool ids = input.signature.kind == Kind::ids;
    batch.ids.push_back(ids ? json["ids"][input.name].get<std::vector<Id>>() : std::vector<Id>{});
    batch.values.push_back(ids ? Matrix<float>() : golden_matrix<float>(json["values"][input.name]));
  }
  return batch;
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
