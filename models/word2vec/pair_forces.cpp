#include "models/word2vec/pair_forces.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.hpp"
#include "data/batch_builder.hpp"
#include "graph/build_graph.hpp"
#include "models/word2vec/skip_gram_tables.hpp"
#include "verify/graph_runner.hpp"

namespace rowgrad {
namespace {

// A pair for each context word: the one word beside it, as observed ("pull") and as noise ("push").
class PairGraph {
 public:
  PairGraph(const WordRows& words, std::size_t word)
      : inputs_(words.ids.size()),
        batch_(inputs_.batch(words.ids.size())),
        graph_(build_graph(model(columns(words.u)), {}, inputs_.all, Leaves::any)),
        runner_(graph_, batch_, parameters_of(graph_, words, word)) {
    runner_.forward();
  }
  PairGraph(const PairGraph&) = delete;  // the runner refers to the graph and the batch
  PairGraph& operator=(const PairGraph&) = delete;

  /// By pair, ∂(one loss)/∂u.
  const Matrix<double>& gradient_of_word(const char* loss) {
    run_backward(loss);
    return runner_.gradient("u");
  }
  /// By pair, σ(u·v): what the loss for the target 0 sends back to the score.
  std::vector<double> probabilities() {
    run_backward("push");
    const Matrix<double>& slope = runner_.gradient("score");
    return {slope.begin(), slope.end()};
  }

 private:
  struct DeclaredInputs {
    explicit DeclaredInputs(std::size_t contexts) {
      const RowSpace& pair = all.space("pair");
      word = all.ids("word", pair, 1, "the only one");
      context = all.ids("context", pair, contexts, "each once");
    }
    Batch batch(std::size_t contexts) const {
      Batch batch;
      BatchBuilder build(all, batch);
      for (std::size_t c = 0; c < contexts; ++c) {
        build.append(word, Id{0});
        build.append(context, static_cast<Id>(c));
      }
      build.finish();
      return batch;
    }
    Inputs all;
    IdsInput word, context;
  };

  static ModelSpec model(std::size_t dim) {
    const Json layers{{{"name", "u"}, {"layer", "Embedding"}, {"input", "word"}, {"dim", dim}},
                      {{"name", "v"}, {"layer", "Embedding"}, {"input", "context"}, {"dim", dim}},
                      {{"name", "score"}, {"layer", "Dot"}, {"inputs", {"u", "v"}}},
                      {{"name", "pull"}, {"layer", "SigmoidCE"}, {"input", "score"}, {"target", 1}},
                      {{"name", "push"}, {"layer", "SigmoidCE"}, {"input", "score"}, {"target", 0}}};
    return read_model(layers, {"pairs", ""});
  }

  static Parameters<double> parameters_of(const Graph& graph, const WordRows& words, std::size_t word) {
    auto parameters = initialise<double>(graph.parameters(), Random(0));
    std::copy_n(row(words.u, word), columns(words.u),
                parameters[graph.find_parameter("u.weight").value()].value.data());
    std::ranges::copy(words.v, parameters[graph.find_parameter("v.weight").value()].value.begin());
    return parameters;
  }

  void run_backward(const char* loss) {
    runner_.clear();
    runner_.gradient(loss).fill(1.0);
    runner_.backward();
  }

  DeclaredInputs inputs_;
  Batch batch_;
  Graph graph_;
  GraphRunner<double> runner_;
};

// Where the word's rows are.
std::size_t place_of(const WordRows& words, const PairCounts& counts, Id word, const std::string& run) {
  for (const Id id : words.ids) {
    if (id < counts.words()) continue;
    throw input_error(run, fmt::format("pairs were counted for the {} most frequent words only", counts.words()),
                      "count those of more words, or show fewer");
  }
  const auto place = std::ranges::find(words.ids, word);
  if (place == words.ids.end())
    throw input_error(run, "the word is not among those shown", "name another, or show more");
  return static_cast<std::size_t>(place - words.ids.begin());
}

PairForces::Force force_of(Id id, double weight, double probability, const double* gradient, std::size_t d) {
  PairForces::Force force{id, weight, probability, {}};
  for (std::size_t j = 0; j < d; ++j) force.force.push_back(-weight * gradient[j]);
  return force;
}

std::vector<double> sum_of(const PairForces& forces, std::size_t d) {
  std::vector<double> sum(d, 0.0);
  for (const auto* list : {&forces.pulls, &forces.pushes}) {
    for (const PairForces::Force& force : *list) std::ranges::transform(sum, force.force, sum.begin(), std::plus());
  }
  return sum;
}

}  // namespace

PairForces pair_forces(const Graph& graph, const Word2vecDataset& dataset, const PairCounts& counts,
                       const WordRows& rows, Id word, const std::string& run) {
  skip_gram_tables(graph, dataset.handles(), run);  // throws
  const WindowSampling& sampling = dataset.sampling();
  const std::size_t d = columns(rows.u);
  PairGraph pairs(rows, place_of(rows, counts, word, run));
  const std::vector<double> probabilities = pairs.probabilities();
  PairForces forces{word, {}, {}, {}};
  const Matrix<double>& pull = pairs.gradient_of_word("pull");
  for (std::size_t c = 0; c < rows.ids.size(); ++c) {
    const Id id = rows.ids[c];
    const double together = counts.together(word, id);
    if (together == 0.0) continue;
    forces.pulls.push_back(force_of(id, together / counts.input(word), probabilities[c], row(pull, c), d));
  }
  const Matrix<double>& push = pairs.gradient_of_word("push");
  for (std::size_t c = 0; c < rows.ids.size(); ++c) {
    const Id id = rows.ids[c];
    const double drawn = static_cast<double>(sampling.negatives) * sampling.noise.probability(id);
    forces.pushes.push_back(force_of(id, drawn, probabilities[c], row(push, c), d));
  }
  forces.net = sum_of(forces, d);
  return forces;
}

}  // namespace rowgrad
