#include "graph/playground.hpp"

#include <cmath>

namespace rowgrad {
namespace {

constexpr std::size_t width = 4;

}  // namespace

Playground::Playground() {
  const Domain* document = inputs_.domain("document");
  const Domain* token = inputs_.domain("token", document);
  const Domain* fixed = inputs_.domain("fixed", document, 3);
  batch_.extents = {{5, {}}, {10, {0, 3, 3, 7, 8, 10}}, {15, {}}};
  batch_.tokens = 10;
  add_ids("tokens", token, 7, {3, 1, 3, 0, 3, 6, 4, 1, 2, 2});
  add_ids("class", token, width, {0, 3, 1, 1, 2, 0, 3, 2, 1, 0});
  add_ids("code", token, 2, {0, 1, 1, 0, 1, 0, 0, 1, 1, 0});
  add_ids("genre", document, width, {2, 0, 3, 1, 2});
  add_rows("x", token, 10, width);
  add_rows("y", token, 10, width);
  add_rows("h", document, 5, width);
  add_rows("fixed", fixed, 15, width);
  add_rows("weight", token, 10, 1);
  add_samples();
  inputs_.size("vocab", 7);
  inputs_.size("classes", width);
}

void Playground::add_ids(const std::string& name, const Domain* domain, std::size_t size, std::vector<Id> ids) {
  inputs_.ids(name, domain, size, "ids of the playground");
  batch_.ids.push_back(std::move(ids));
  batch_.values.emplace_back();
}

void Playground::add_samples() {
  for (const float p : {0.3F, 0.2F, 0.15F, 0.15F, 0.1F, 0.06F, 0.04F}) log_probability_.push_back(std::log(p));
  inputs_.samples("sampled", inputs_.domain("sample"), log_probability_, "ids drawn at random");
  batch_.extents.push_back({6, {}});
  batch_.ids.push_back({0, 3, 1, 0, 4, 2});
  batch_.values.emplace_back();
}

void Playground::add_rows(const std::string& name, const Domain* domain, std::size_t rows, std::size_t columns) {
  inputs_.rows(name, domain, columns, "rows of the playground");
  const Random random = Random(1).stream(name);
  Matrix<float> values;
  resize(values, rows, columns);
  for (std::size_t i = 0; i < values.size(); ++i) {
    const double x = random.normal(i);
    values.data()[i] = static_cast<float>(x < 0 ? x - 0.05 : x + 0.05);
  }
  batch_.ids.emplace_back();
  batch_.values.push_back(std::move(values));
}

Graph Playground::graph(const std::string& layer, const std::string& example, const Registry<Layer>& registry) const {
  Json entry{{"name", "layer"}, {"layer", layer}};
  entry.update(Json::parse(example));
  Json model = Json::array({entry});
  if (example.find("table.") != std::string::npos) {
    model.push_back({{"name", "table"}, {"layer", "Embedding"}, {"input", "tokens"}, {"dim", width}});
  }
  return {ModelSpec(model, {layer + " " + example, ""}, registry), {}, inputs_, Leaves::any};
}

}  // namespace rowgrad
