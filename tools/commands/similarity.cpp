#include "analysis/similarity.hpp"

#include <fmt/ranges.h>

#include "tools/output.hpp"
#include "tools/vectors_options.hpp"

namespace rowgrad {
namespace {

class Similarity : public Command {
 public:
  void declare(CLI::App& app) override {
    options_.declare(app);
    app.add_option("file", file_, "lines of two words and a score, such as WordSim-353")->required();
    options_.declare_json(app);
    app.footer("Example:\n  rowgrad similarity runs/word2vec wordsim353.txt");
  }

  int run() override {
    const SimilarityReport report = evaluate_similarity(options_.open(), file_);
    if (options_.json()) {
      fmt::print("{}\n", to_text({{"spearman", report.spearman},
                                  {"pearson", report.pearson},
                                  {"found", report.found},
                                  {"missing", report.missing},
                                  {"unknown_words", report.unknown_words}},
                                 2));
      return 0;
    }
    fmt::print("Spearman {:.4f}   Pearson {:.4f}   {} pairs found, {} missing\n", report.spearman, report.pearson,
               report.found, report.missing);
    if (!report.unknown_words.empty()) fmt::print("unknown: {}\n", fmt::join(report.unknown_words, " "));
    return 0;
  }

 private:
  VectorsOptions options_;
  std::string file_;
};

const bool registered = register_command<Similarity>(
    "similarity", "how well cosines order word pairs that people have scored: Spearman's correlation");

}  // namespace
}  // namespace rowgrad
