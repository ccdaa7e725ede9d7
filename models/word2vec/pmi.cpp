#include "models/word2vec/pmi.hpp"

#include <algorithm>
#include <cmath>

#include "core/error.hpp"
#include "core/parallel.hpp"
#include "kernels/rows.hpp"
#include "models/word2vec/skip_gram_tables.hpp"

namespace rowgrad {
namespace {

constexpr std::size_t pairs_per_batch = 4096;

// f(input word, target word) for each pair of a batch.
template <class F>
void for_each_pair(const Word2vecInputs& in, const Batch& batch, F&& f) {
  const auto& inputs = batch.ids[in.input_side().index];
  const auto& targets = batch.ids[in.target_side().index];
  if (in.pairs) {
    for (std::size_t i = 0; i < inputs.size(); ++i) f(inputs[i], targets[i]);
    return;
  }
  const RowSpace& context = in.inputs.space_of(in.context);
  for (std::size_t s = 0; s < targets.size(); ++s) {
    const auto [first, last] = batch.segment(context, s);
    for (std::size_t i = first; i < last; ++i) f(inputs[i], targets[s]);
  }
}

// How often c is drawn as a negative of w: with each pair of w whose target is another.
double expected_negatives(const WindowSampling& sampling, const PairCounts& counts, Id w, Id c) {
  const double p = sampling.noise.probability(c);
  return static_cast<double>(sampling.negatives) * p * (counts.draws(w) - counts.together(w, c) / (1.0 - p));
}

// A mean with weights.
struct Mean {
  double sum = 0.0, weight = 0.0;
  void add(double x, double w) {
    sum += x * w;
    weight += w;
  }
  void add(const Mean& other) {
    sum += other.sum;
    weight += other.weight;
  }
  double value() const { return weight > 0.0 ? sum / weight : 0.0; }
};

PairProbability pair_probability(const Matrix<float>& u, const Matrix<float>& v, const WindowSampling& sampling,
                                 const PairCounts& counts) {
  struct Means {
    Mean observed, noise, unobserved;
  };
  const std::size_t words = counts.words();
  std::vector<Means> of_row(words);  // each added up in its order, whatever the number of threads
  for_each_row(words, words * (columns(u) + 8 * exp_work), [&](std::size_t i) {
    const Id w = static_cast<Id>(i);
    for (Id c = 0; c < words; ++c) {
      const double n = counts.together(w, c);
      // By rounding below 0 where every pair of w is with c.
      const double negatives = std::max(0.0, expected_negatives(sampling, counts, w, c));
      if (n == 0.0 && negatives == 0.0) continue;
      const auto dot = static_cast<double>(row_kernels<float>().dot(row(u, w), row(v, c), columns(u)));
      const double probability = 1.0 / (1.0 + std::exp(-dot));
      of_row[i].observed.add(probability, n);
      of_row[i].noise.add(probability, negatives);
      if (n == 0.0) of_row[i].unobserved.add(probability, negatives);
    }
  });
  Means all;
  for (const Means& row_means : of_row) {
    all.observed.add(row_means.observed);
    all.noise.add(row_means.noise);
    all.unobserved.add(row_means.unobserved);
  }
  return {all.observed.value(), all.noise.value(), all.unobserved.value()};
}

}  // namespace

PairCounts::PairCounts(const Word2vecDataset& dataset, const Random& random, std::size_t passes, std::size_t words,
                       const std::string& run) {
  const std::size_t vocabulary = dataset.tokens().size();
  const std::size_t kept = std::min(words, vocabulary);
  const Word2vecInputs& in = dataset.handles();
  inputs_.assign(vocabulary, 0.0);
  targets_.assign(vocabulary, 0.0);
  draws_.assign(vocabulary, 0.0);
  pairs_ = zeros<double>(kept, kept);
  BatchRequest request{.batch_size = pairs_per_batch, .training = true};
  request.wanted.assign(in.inputs.all().size(), false);
  for (const IdsInput input : {in.center, in.context}) request.wanted[input.index] = true;
  Batch batch;
  for (std::size_t pass = 0; pass < passes; ++pass) {
    request.random = random.stream("data").stream(pass);  // as in training
    const auto source = dataset.batches(request);
    while (source->next(batch)) {
      for_each_pair(in, batch, [&](Id w, Id c) {
        ++total_;
        ++inputs_[w];
        ++targets_[c];
        draws_[w] += 1.0 / (1.0 - dataset.sampling().noise.probability(c));
        if (w < kept && c < kept) ++pairs_(w, c);
      });
    }
  }
  if (total_ == 0.0) throw input_error(run, "its text has no pairs", "give more text");
}

double PairCounts::pmi(Id w, Id c) const { return std::log(together(w, c) * total_ / (inputs_[w] * targets_[c])); }

PmiReport compare_with_pmi(const Graph& graph, const Parameters<float>& parameters, const Word2vecDataset& dataset,
                           const PairCounts& counts, const std::string& run) {
  const SkipGramTables tables = skip_gram_tables(graph, dataset.handles(), run);
  const Matrix<float>&u = parameters[tables.u].value, &v = parameters[tables.v].value;
  const WindowSampling& sampling = dataset.sampling();
  const auto k = static_cast<double>(sampling.negatives);
  PmiReport report{sampling.negatives, sampling.noise_exponent, 0.0, {}, {}, {}, {}, {}};
  for (Id w = 0; w < counts.words(); ++w) {
    for (Id c = 0; c < counts.words(); ++c) {
      const double n = counts.together(w, c);
      if (n == 0.0) continue;
      const double negatives = expected_negatives(sampling, counts, w, c);
      if (negatives <= 0.0) continue;  // never a negative: no finite optimum
      PmiPoint point{w, c, n, 0.0, 0.0, 0.0, 0.0};
      point.dot = static_cast<double>(row_kernels<float>().dot(row(u, w), row(v, c), columns(u)));
      point.optimum = std::log(n / (counts.input(w) * sampling.noise.probability(c))) - std::log(k);
      point.as_drawn = std::log(n / negatives);
      point.shifted = counts.pmi(w, c) - std::log(k);
      report.points.push_back(point);
      report.covered += n / counts.total();
    }
  }
  const auto all = [&](double PmiPoint::*figure) {
    std::vector<double> values;
    for (const PmiPoint& point : report.points) values.push_back(point.*figure);
    return values;
  };
  const auto dot = all(&PmiPoint::dot), count = all(&PmiPoint::count);
  report.optimum = fit_line(all(&PmiPoint::optimum), dot, count);
  report.as_drawn = fit_line(all(&PmiPoint::as_drawn), dot, count);
  report.shifted = fit_line(all(&PmiPoint::shifted), dot, count);
  report.probability = pair_probability(u, v, sampling, counts);
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
