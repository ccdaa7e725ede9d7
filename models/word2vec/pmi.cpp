#include "models/word2vec/pmi.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "kernels/rows.hpp"
#include "models/word2vec/source.hpp"
#include "models/word2vec/task.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t pairs_per_batch = 4096;

Error not_skip_gram(const OpenRun& run) {
  return input_error(run.experiment->config().where.file, "expected skip-gram with negative sampling",
                     "name a run of configs/sgns.json or one like it");
}

Word2vecTask& task_of(const OpenRun& run) {
  if (auto* task = dynamic_cast<Word2vecTask*>(&run.experiment->task())) return *task;
  throw not_skip_gram(run);
}

// Input and target side: centres and contexts pair by pair; context rows and centres by window.
std::size_t input_side(const Word2vecTask& task) { return task.pairs() ? center_input : context_input; }
std::size_t target_side(const Word2vecTask& task) { return task.pairs() ? context_input : center_input; }

// f(input word, target word) for each pair of a batch.
template <class F>
void for_each_pair(const Word2vecTask& task, const Batch& batch, F&& f) {
  const auto& inputs = batch.ids[input_side(task)];
  const auto& targets = batch.ids[target_side(task)];
  if (task.pairs()) {
    for (std::size_t i = 0; i < inputs.size(); ++i) f(inputs[i], targets[i]);
    return;
  }
  const auto& offsets = batch.extents[inner_domain].offsets;
  for (std::size_t s = 0; s < targets.size(); ++s) {
    for (std::size_t i = offsets[s]; i < offsets[s + 1]; ++i) f(inputs[i], targets[s]);
  }
}

// The layer that looks an input up in a table.
std::optional<std::size_t> embedding_of(const Graph& graph, std::size_t input) {
  for (std::size_t i = graph.input_count(); i < graph.nodes().size(); ++i) {
    const Node& node = graph.nodes()[i];
    if (node.inputs.size() == 1 && node.inputs[0] == input && node.parameters.size() == 1) return i;
  }
  return std::nullopt;
}

// The tables u and v. Throws unless one layer reads the two embeddings together and the graph reads negatives.
std::pair<const Matrix<float>*, const Matrix<float>*> tables(const OpenRun& run, const Word2vecTask& task) {
  const Graph& graph = run.experiment->graph();
  const auto u = embedding_of(graph, input_side(task)), v = embedding_of(graph, target_side(task));
  const auto& nodes = graph.nodes();
  const bool scored = u && v && std::any_of(nodes.begin(), nodes.end(), [&](const Node& node) {
                        return node.inputs == std::vector{*u, *v} || node.inputs == std::vector{*v, *u};
                      });
  if (!scored || !embedding_of(graph, negatives_input)) throw not_skip_gram(run);
  return {&run.parameters[nodes[*u].parameters[0]].value, &run.parameters[nodes[*v].parameters[0]].value};
}

}  // namespace

PairCounts::PairCounts(const OpenRun& run, std::size_t passes, std::size_t words) {
  Word2vecTask& task = task_of(run);
  task.check(run.experiment->config().where / "data");
  if (!task.has(Split::train)) task.load();
  const std::size_t vocabulary = task.vocabulary()->size();
  const std::size_t kept = std::min(words, vocabulary);
  inputs_.assign(vocabulary, 0.0);
  targets_.assign(vocabulary, 0.0);
  draws_.assign(vocabulary, 0.0);
  pairs_ = zeros<float>(kept, kept);
  Batch batch;
  for (std::size_t pass = 0; pass < passes; ++pass) {
    const Random random = run.experiment->random().stream("data").stream(pass);  // as in training
    const auto source = task.batches({Split::train, pairs_per_batch, /*training=*/true, random});
    while (source->next(batch)) {
      for_each_pair(task, batch, [&](Id w, Id c) {
        ++total_;
        ++inputs_[w];
        ++targets_[c];
        draws_[w] += 1.0 / (1.0 - task.sampling().noise.probability(c));
        if (w < kept && c < kept) ++pairs_(w, c);
      });
    }
  }
  if (total_ == 0.0) throw input_error(run.experiment->config().where.file, "its text has no pairs", "give more text");
}

double PairCounts::pmi(Id w, Id c) const { return std::log(together(w, c) * total_ / (inputs_[w] * targets_[c])); }

PmiReport compare_with_pmi(const OpenRun& run, const PairCounts& counts) {
  const Word2vecTask& task = task_of(run);
  const auto [u, v] = tables(run, task);
  const auto& noise = task.sampling().noise;
  const auto k = static_cast<double>(task.sampling().negatives);
  PmiReport report{task.sampling().negatives, task.sampling().noise_exponent, 0.0, {}, {}, {}, {}};
  std::vector<double> count, dot, optimum, as_drawn, shifted;
  for (Id w = 0; w < counts.words(); ++w) {
    for (Id c = 0; c < counts.words(); ++c) {
      const double n = counts.together(w, c);
      if (n == 0.0) continue;
      const double p = noise.probability(c);
      const double negatives = k * p * (counts.draws(w) - n / (1.0 - p));  // of w's pairs with other targets
      if (negatives <= 0.0) continue;                                      // never a negative: no finite optimum
      PmiPoint point{w, c, n, 0.0, 0.0, 0.0, 0.0};
      point.dot = static_cast<double>(row_kernels<float>().dot(row(*u, w), row(*v, c), columns(*u)));
      point.optimum = std::log(n / (counts.input(w) * p)) - std::log(k);
      point.as_drawn = std::log(n / negatives);
      point.shifted = counts.pmi(w, c) - std::log(k);
      report.points.push_back(point);
      count.push_back(n);
      dot.push_back(point.dot);
      optimum.push_back(point.optimum);
      as_drawn.push_back(point.as_drawn);
      shifted.push_back(point.shifted);
      report.covered += n / counts.total();
    }
  }
  report.optimum = fit_line(optimum, dot, count);
  report.as_drawn = fit_line(as_drawn, dot, count);
  report.shifted = fit_line(shifted, dot, count);
  return report;
}

PmiSum pmi_sum(const PairCounts& counts, Id whole, Id first, Id second) {
  std::vector<double> of_whole, of_first, of_second, sum;
  for (Id c = 0; c < counts.words(); ++c) {
    if (counts.together(whole, c) == 0.0 || counts.together(first, c) == 0.0 || counts.together(second, c) == 0.0)
      continue;
    of_whole.push_back(counts.pmi(whole, c));
    of_first.push_back(counts.pmi(first, c));
    of_second.push_back(counts.pmi(second, c));
    sum.push_back(of_first.back() + of_second.back());
  }
  return {of_whole.size(), fit_line(sum, of_whole).correlation, fit_line(of_first, of_whole).correlation,
          fit_line(of_second, of_whole).correlation};
}

}  // namespace rowgrad
