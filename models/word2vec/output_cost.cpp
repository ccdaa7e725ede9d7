#include "models/word2vec/output_cost.hpp"

#include <chrono>

#include "analysis/statistics.hpp"
#include "config/catalogue.hpp"
#include "graph/build_graph.hpp"
#include "graph/class_scores.hpp"
#include "graph/execute.hpp"
#include "models/word2vec/dataset.hpp"
#include "optim/optimizer.hpp"

namespace rowgrad {
namespace {

struct Method {
  const char* name;
  const char* layers;  // after u, the rows of the centre words
};

// The model lists of word2vec_softmax_toy.json, word2vec_hs.json and sgns.json, and the loss of word_lm_sampled.json.
constexpr Method methods[] = {
    {"full softmax", R"(
      {"name": "logits", "layer": "Linear", "input": "u", "out": "vocab", "bias": false, "init": "zeros"},
      {"name": "loss", "layer": "SoftmaxCE", "inputs": ["logits", "context"]})"},
    {"hierarchical softmax", R"(
      {"name": "inner", "layer": "Embedding", "input": "node", "dim": "d", "init": "zeros"},
      {"name": "score", "layer": "Dot", "inputs": ["inner", "u"]},
      {"name": "branch", "layer": "SigmoidCE", "inputs": ["score", "code"]},
      {"name": "loss", "layer": "Sum", "input": "branch"})"},
    {"sampled softmax", R"(
      {"name": "loss", "layer": "SampledSoftmaxCE", "inputs": ["u", "context", "sampled"], "bias": false,
       "init": "zeros"})"},
    {"negative sampling", R"(
      {"name": "v", "layer": "Embedding", "input": "context", "dim": "d"},
      {"name": "noise", "layer": "Embedding", "input": "negatives", "weight": "v.weight"},
      {"name": "positive", "layer": "Dot", "inputs": ["u", "v"]},
      {"name": "negative", "layer": "Dot", "inputs": ["u", "noise"]},
      {"name": "positive_loss", "layer": "SigmoidCE", "input": "positive", "target": 1},
      {"name": "negative_loss", "layer": "SigmoidCE", "input": "negative", "target": 0})"},
};

Json layers_of(const Method& method) {
  const std::string embed = R"([{"name": "u", "layer": "Embedding", "input": "center", "dim": "d"},)";
  return Json::parse(embed + method.layers + "]");
}

Graph graph_of(const Method& method, std::size_t dim, const Inputs& inputs) {
  return build_graph(read_model(layers_of(method), {method.name, "/model"}), {{"d", dim}}, inputs);
}

// Words as Zipf's law has them, and a text in which neighbours are drawn independently.
Word2vecDataset zipf_text(std::size_t vocab, const OutputCostOptions& options) {
  Word2vecOptions windows;
  windows.window = 1;
  windows.dynamic_window = false;
  windows.subsample = 0.0;
  windows.negatives = options.negatives;
  windows.candidates.count = options.sampled;
  windows.candidates.by = "unigram";
  Vocabularies vocabularies;
  std::vector<double> weights;
  for (std::size_t rank = 1; rank <= vocab; ++rank) {
    vocabularies.tokens.add(std::to_string(rank), 10 * vocab / rank);
    weights.push_back(static_cast<double>(10 * vocab / rank));
  }
  const AliasTable words(weights);
  Ragged text;
  const std::size_t length = options.batch * options.batches / 2 + 1;  // each word but the last two has two neighbours
  for (std::size_t i = 0; i < length; ++i) text.push(words.sample(Random(options.seed).stream("text").bits(i)));
  text.close();
  return {windows, std::move(vocabularies), {EncodedText(text), {}, {}}};
}

OutputCost measure(const Method& method, const Word2vecDataset& dataset, const OutputCostOptions& options) {
  const Graph graph = graph_of(method, options.dim, dataset.inputs());
  const Random random(options.seed);
  const auto rule =
      read_section<UpdateRule>("optimizer", {{"type", "SGD"}, {"lr", 0.025}}, {method.name, "/optimizer"});
  auto parameters = initialise<float>(graph.parameters(), random.stream("init"));
  auto state = initial_optimizer_state<float>(*rule, graph.parameters());
  Optimizer<float> optimizer(*rule, graph.parameters(), state);
  auto tape = make_tape<float>(graph);
  auto gradients = make_gradients<float>(graph);
  BatchRequest request{Split::train, options.batch, /*training=*/true, random};
  request.wanted = graph.inputs_read();
  const auto source = dataset.batches(request);
  const IdsInput centers = dataset.handles().center;

  std::vector<double> times;
  std::size_t pairs = 0, scores = 0, step = 0;
  for (Batch batch; source->next(batch); ++step) {
    const std::size_t in_batch = batch.ids[centers.index].size();
    const auto start = std::chrono::steady_clock::now();
    for (auto& gradient : gradients) gradient.clear();
    forward(graph, batch, parameters, tape, {true, random.stream(step)});
    backward(graph, batch, parameters, tape, gradients, {true, random.stream(step)}, Reduction::sum);
    optimizer.step(parameters, gradients, rule->lr());
    const std::chrono::duration<double, std::micro> time = std::chrono::steady_clock::now() - start;
    if (step > 0) times.push_back(time.count() / static_cast<double>(in_batch));
    scores += count_scores(graph, batch, tape);
    pairs += in_batch;
  }
  return {method.name, static_cast<double>(scores) / static_cast<double>(pairs), median(std::move(times))};
}

}  // namespace

std::size_t count_scores(const Graph& graph, const Batch& batch, const Tape<float>& tape) {
  std::size_t scores = 0;
  const auto classes = ClassScores::find(graph, /*named=*/false);
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const std::string layer = graph.node(i).layer_name();
    const bool is_logits = classes && classes->logits == i;
    if (layer == "Dot" || (layer == "Linear" && is_logits)) scores += tape.nodes[i].output.size();
    // Of every row with its label and with each of the batch's samples, its third input.
    if (layer == "SampledSoftmaxCE")
      scores += rows(tape.nodes[i].output) * (1 + batch.ids[graph.node(i).inputs[2]].size());
  }
  return scores;
}

std::map<std::string, Json> output_cost_models() {
  std::map<std::string, Json> models;
  for (const Method& method : methods) models[method.name] = layers_of(method);
  return models;
}

std::vector<OutputCost> measure_output_costs(std::size_t vocab, const OutputCostOptions& options) {
  const Word2vecDataset dataset = zipf_text(vocab, options);
  std::vector<OutputCost> costs;
  for (const Method& method : methods) costs.push_back(measure(method, dataset, options));
  return costs;
}

}  // namespace rowgrad
