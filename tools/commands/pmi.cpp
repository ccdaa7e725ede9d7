#include "models/word2vec/pmi.hpp"

#include <fmt/format.h>

#include <algorithm>

#include "tools/command.hpp"
#include "tools/numbers.hpp"
#include "tools/output.hpp"
#include "tools/run_data.hpp"

namespace rowgrad {
namespace {

class Pmi : public Command {
 public:
  void declare(CLI::App& app) override {
    app.add_option("run", run_, "a run of skip-gram with negative sampling; its text must still be there")->required();
    app.add_option("--passes", passes_,
                   "passes over the text to count pairs in (default: the run's epochs, at most 20)")
        ->check(whole_number(1, 1000000));
    app.add_option("--words", words_, "compare pairs of the most frequent words only (default 3000)")
        ->check(whole_number(1));
    app.add_option("--sum", sum_, "WHOLE FIRST SECOND: how well PMI(WHOLE) is PMI(FIRST) + PMI(SECOND)")->expected(3);
    app.add_flag("--csv", csv_, "the scatter, one line per observed pair, instead of the summary");
    app.add_flag("--json", json_, "machine-readable");
    app.footer(
        "The optimum of the loss is log(p(w,c) / (p(w) Pn(c))) - log k over the pairs as sampled. That is PMI - log k\n"
        "only for noise exponent 1 without subsampling.\n"
        "Examples:\n  rowgrad pmi runs/sgns\n  rowgrad pmi runs/sgns --csv > scatter.csv");
  }

  int run() override {
    const TrainedModel model = open_model(run_);
    const Experiment& experiment = model.experiment;
    const std::string& file = experiment.spec.where.file;
    const auto data = load_text(experiment, file);
    const auto& dataset = dynamic_cast<const Word2vecDataset&>(*data);
    const std::size_t epochs = experiment.spec.engine->options.epochs;
    const std::size_t passes = passes_ != 0 ? passes_ : std::clamp<std::size_t>(epochs, 1, 20);
    const PairCounts counts(dataset, experiment.spec.random(), passes, words_, file);
    if (sum_.empty())
      print(compare_with_pmi(experiment.graph, model.parameters, dataset, counts, file), dataset.tokens());
    else
      print_sum(counts, dataset.tokens());
    return 0;
  }

 private:
  std::shared_ptr<const Dataset> load_text(const Experiment& experiment, const std::string& file) const {
    if (dynamic_cast<const Word2vecDataset*>(experiment.dataset.get()) == nullptr) {
      throw input_error(file, "expected skip-gram with negative sampling",
                        "name a run of configs/sgns.json or one like it");
    }
    return load_run_data(run_);
  }

  void print(const PmiReport& report, const Vocabulary& vocabulary) const {
    if (csv_)
      print_csv(report, vocabulary);
    else if (json_)
      fmt::print("{}\n", to_text(to_json(report), 2));
    else
      print_table(report);
  }

  static Json to_json(const Line& line) {
    return {{"correlation", line.correlation}, {"slope", line.slope}, {"intercept", line.intercept}};
  }
  static Json to_json(const PmiReport& r) {
    return {{"negatives", r.negatives},
            {"noise_exponent", r.noise_exponent},
            {"pairs", r.points.size()},
            {"covered", r.covered},
            {"optimum", to_json(r.optimum)},
            {"optimum_as_drawn", to_json(r.as_drawn)},
            {"pmi_minus_log_k", to_json(r.shifted)},
            {"mean_probability",
             {{"observed", r.probability.observed},
              {"noise", r.probability.noise},
              {"unobserved", r.probability.unobserved}}}};
  }

  static void print_table(const PmiReport& r) {
    fmt::print(
        "v·u over {} observed pairs of words ({:.1f} % of all), weighted by count; {} negatives, noise exponent {}\n",
        r.points.size(), 100.0 * r.covered, r.negatives, r.noise_exponent);
    fmt::print("{:<56} {:>11} {:>7} {:>10}\n", "against", "correlation", "slope", "intercept");
    const auto line = [](const char* against, const Line& l) {
      fmt::print("{:<56} {:>11.4f} {:>7.3f} {:>10.3f}\n", against, l.correlation, l.slope, l.intercept);
    };
    line("the optimum, log(p(w,c) / (p(w) Pn(c))) - log k", r.optimum);
    line("the optimum with positives never drawn as negatives", r.as_drawn);
    line("PMI - log k", r.shifted);
    fmt::print("mean σ(v·u): observed pairs {:.4f}, pairs with noise {:.4f}, those of them never observed {:.4f}\n",
               r.probability.observed, r.probability.noise, r.probability.unobserved);
  }

  static void print_csv(const PmiReport& report, const Vocabulary& vocabulary) {
    fmt::print("input,target,count,dot,optimum,optimum_as_drawn,pmi_minus_log_k\n");
    for (const PmiPoint& p : report.points) {
      fmt::print("{},{},{},{:.6g},{:.6g},{:.6g},{:.6g}\n", csv_field(vocabulary.token(p.input)),
                 csv_field(vocabulary.token(p.target)), p.count, p.dot, p.optimum, p.as_drawn, p.shifted);
    }
  }

  void print_sum(const PairCounts& counts, const Vocabulary& vocabulary) const {
    std::vector<Id> ids;
    for (const auto& word : sum_) {
      const auto id = vocabulary.find(word);
      if (!id || *id >= counts.words())
        throw input_error(fmt::format("\"{}\"", word), "is not among the words compared", "raise --words");
      ids.push_back(*id);
    }
    const PmiSum result = pmi_sum(counts, ids[0], ids[1], ids[2]);
    if (json_) {
      fmt::print("{}\n", to_text(to_json(result), 2));
      return;
    }
    fmt::print(
        "PMI({0}, c) over {1} contexts c, correlation with\n  PMI({2}, c) + PMI({3}, c)  {4:.4f}\n"
        "  PMI({2}, c) alone  {5:.4f}\n  PMI({3}, c) alone  {6:.4f}\n",
        sum_[0], result.contexts, sum_[1], sum_[2], result.sum, result.first, result.second);
  }
  static Json to_json(const PmiSum& sum) {
    return {{"contexts", sum.contexts},
            {"correlation_with_sum", sum.sum},
            {"correlation_with_first", sum.first},
            {"correlation_with_second", sum.second}};
  }

  std::string run_;
  std::size_t passes_ = 0;
  std::size_t words_ = 3000;
  std::vector<std::string> sum_;
  bool csv_ = false;
  bool json_ = false;
};

const bool registered =
    register_command<Pmi>("pmi", "compares v·u with the shifted PMI matrix that negative sampling factorises");

}  // namespace
}  // namespace rowgrad
