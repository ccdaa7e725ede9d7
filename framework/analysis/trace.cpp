#include "analysis/trace.hpp"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

#include "graph/execute.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

Json row_json(const float* values, std::size_t n) { return std::vector<float>(values, values + n); }

Json matrix_json(const Matrix<float>& m) {
  Json lines = Json::array();
  for (std::size_t i = 0; i < rows(m); ++i) lines.push_back(row_json(row(m, i), columns(m)));
  return lines;
}

class Tracer {
 public:
  Tracer(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch)
      : experiment_(experiment),
        graph_(experiment.graph()),
        parameters_(parameters),
        batch_(batch),
        tape_(make_tape<float>(graph_)) {}

  Json run(double lr) {
    Json json{{"inputs", inputs()}};
    forward(graph_, batch_, parameters_, tape_, Mode{});
    json["forward"] = outputs();
    if (graph_.classifier()) json["classifier"] = classifier();
    json["loss"] = losses();
    auto gradients = make_gradients<float>(graph_);
    backward(graph_, batch_, parameters_, tape_, gradients, Mode{}, Reduction::sum);
    json["backward"] = output_gradients();
    json["parameters"] = update(gradients, lr);
    forward(graph_, batch_, parameters_, tape_, Mode{});
    json["after"] = {{"loss", losses()}};
    if (graph_.classifier()) json["after"]["probabilities"] = classifier()["probabilities"];
    return json;
  }

 private:
  const Node& node(std::size_t i) const { return graph_.nodes()[i]; }

  Json names(std::size_t input) const {
    Json names = Json::array();
    for (const Id id : batch_.ids[input]) names.push_back(experiment_.task().id_name(input, id));
    return names;
  }

  Json inputs() const {
    Json list = Json::array();
    for (std::size_t i = 0; i < graph_.input_count(); ++i) {
      if (node(i).signature.kind != Kind::ids) continue;
      list.push_back({{"name", node(i).name}, {"ids", batch_.ids[i]}, {"names", names(i)}});
    }
    return list;
  }

  Json outputs() const {
    Json list = Json::array();
    for (std::size_t i = graph_.input_count(); i < graph_.nodes().size(); ++i) {
      Json inputs = Json::array();
      for (const std::size_t input : node(i).inputs) inputs.push_back(node(input).name);
      list.push_back({{"name", node(i).name},
                      {"layer", layer_type(node(i).name)},
                      {"inputs", std::move(inputs)},
                      {"domain", node(i).signature.domain->name},
                      {"values", matrix_json(tape_.nodes[i].output)}});
    }
    return list;
  }

  std::string layer_type(const std::string& name) const {
    for (const Json& layer : graph_.resolved()) {
      if (layer["name"] == name) return layer["layer"];
    }
    return {};
  }

  Json classifier() const {
    const Node& loss = node(*graph_.classifier());
    const Matrix<float>& logits = tape_.nodes[loss.inputs[0]].output;
    Matrix<float> p = logits;
    for (std::size_t i = 0; i < rows(p); ++i) row_kernels<float>().softmax(row(logits, i), row(p, i), columns(p));
    Json all = Json::array();
    for (std::size_t c = 0; c < columns(p); ++c)
      all.push_back(experiment_.task().id_name(loss.inputs[1], static_cast<Id>(c)));
    return {{"logits", node(loss.inputs[0]).name},
            {"labels", names(loss.inputs[1])},
            {"names", std::move(all)},
            {"probabilities", matrix_json(p)}};
  }

  Json losses() const {
    Json json = Json::object();
    for (const std::size_t loss : graph_.losses()) {
      const Matrix<float>& nats = tape_.nodes[loss].output;
      json[node(loss).name] = row_json(nats.data(), nats.size());
    }
    return json;
  }

  Json output_gradients() const {
    Json list = Json::array();
    for (std::size_t i = graph_.nodes().size(); i-- > graph_.input_count();) {
      if (!node(i).differentiable) continue;
      list.push_back({{"name", node(i).name}, {"gradient", matrix_json(tape_.nodes[i].gradient)}});
    }
    return list;
  }

  Json update(Gradients<float>& gradients, double lr) {
    Json list = Json::array();
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      Json touched = Json::array();
      const Matrix<float> gradient = gradients[p].to_dense();
      const std::size_t d = columns(gradient);
      for (std::size_t r = 0; r < rows(gradient); ++r) {
        const float* g = row(gradient, r);
        if (std::all_of(g, g + d, [](float x) { return x == 0.0F; })) continue;
        touched.push_back({{"row", r},
                           {"name", row_name(p, r)},
                           {"gradient", row_json(g, d)},
                           {"before", row_json(row(parameters_[p].value, r), d)}});
      }
      list.push_back({{"name", parameters_[p].spec.name},
                      {"shape", {rows(gradient), d}},
                      {"trainable", parameters_[p].spec.trainable},
                      {"rows", std::move(touched)}});
    }
    Optimizer<float>(experiment_.rule(), graph_.parameters()).step(parameters_, gradients, lr);
    for (std::size_t p = 0; p < parameters_.size(); ++p) {
      for (Json& touched : list[p]["rows"]) {
        const float* after = row(parameters_[p].value, touched["row"].get<std::size_t>());
        touched["after"] = row_json(after, columns(parameters_[p].value));
      }
    }
    return list;
  }

  // What a row of a parameter stands for: the id that looks it up, or the class it scores; empty if neither.
  std::string row_name(std::size_t parameter, std::size_t r) const {
    for (std::size_t i = graph_.input_count(); i < graph_.nodes().size(); ++i) {
      for (std::size_t k = 0; k < node(i).parameters.size(); ++k) {
        if (node(i).parameters[k] != parameter) continue;
        const auto read = graph_.layer(node(i)).rows_read(k);
        if (!read.empty()) return experiment_.task().id_name(node(i).inputs[read.front()], static_cast<Id>(r));
      }
    }
    if (!graph_.classifier()) return {};
    const Node& loss = node(*graph_.classifier());
    const bool scores_classes = parameters_[parameter].spec.rows == node(loss.inputs[1]).signature.width;
    return scores_classes ? experiment_.task().id_name(loss.inputs[1], static_cast<Id>(r)) : std::string();
  }

  const Experiment& experiment_;
  const Graph& graph_;
  Parameters<float>& parameters_;
  const Batch& batch_;
  Tape<float> tape_;
};

std::size_t position_of(const Batch& batch, Id id, const std::string& name) {
  const auto& ids = batch.ids[0];
  const auto it = std::find(ids.begin(), ids.end(), id);
  if (it == ids.end()) throw input_error("--token", "\"" + name + "\" does not occur in both texts", "choose another");
  return static_cast<std::size_t>(it - ids.begin());
}

}  // namespace

Json trace(const Experiment& experiment, Parameters<float>& parameters, const Batch& batch, double lr) {
  return Tracer(experiment, parameters, batch).run(lr);
}

Json contrast(const Experiment& experiment, Parameters<float>& parameters, const Batch& a, const Batch& b, Id id) {
  const Graph& graph = experiment.graph();
  const std::string name = experiment.task().id_name(0, id);
  const std::size_t at_a = position_of(a, id, name), at_b = position_of(b, id, name);
  auto tape_a = make_tape<float>(graph), tape_b = make_tape<float>(graph);
  forward(graph, a, parameters, tape_a, Mode{});
  forward(graph, b, parameters, tape_b, Mode{});
  Json layers = Json::array();
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const Signature& signature = graph.nodes()[i].signature;
    if (signature.kind != Kind::rows || signature.domain != graph.nodes()[0].signature.domain) continue;
    const float* x = row(tape_a.nodes[i].output, at_a);
    const float* y = row(tape_b.nodes[i].output, at_b);
    const auto dot = [&](const float* u, const float* v) { return row_kernels<float>().dot(u, v, signature.width); };
    const float norms = std::sqrt(dot(x, x)) * std::sqrt(dot(y, y));
    layers.push_back({{"name", graph.nodes()[i].name},
                      {"cosine", norms == 0.0F ? 0.0F : dot(x, y) / norms},
                      {"first", row_json(x, signature.width)},
                      {"second", row_json(y, signature.width)}});
  }
  return {{"token", name}, {"layers", std::move(layers)}};
}

}  // namespace rowgrad
