#include "analysis/similarity.hpp"

#include <fmt/format.h>

#include <charconv>
#include <set>

#include "analysis/statistics.hpp"
#include "core/error.hpp"
#include "core/text_file.hpp"

namespace rowgrad {
namespace {

std::vector<std::string_view> fields(std::string_view line) {
  const char* separators = line.find('\t') != std::string_view::npos ? "\t" : " ,;";
  std::vector<std::string_view> parts;
  for (std::size_t at = line.find_first_not_of(separators); at != std::string_view::npos;) {
    const std::size_t end = line.find_first_of(separators, at);
    parts.push_back(line.substr(at, end == std::string_view::npos ? end : end - at));
    at = line.find_first_not_of(separators, end);
  }
  return parts;
}

}  // namespace

std::vector<ScoredPair> read_scored_pairs(const std::filesystem::path& path) {
  const TextFile file(path);
  std::vector<ScoredPair> pairs;
  bool heading = true;
  for_each_line(file.text(), [&](std::string_view line, std::size_t number) {
    if (line.empty() || line.front() == '#') return;
    const auto parts = fields(line);
    double score = 0.0;
    const bool has_score = parts.size() >= 3 &&
                           std::from_chars(parts[2].data(), parts[2].data() + parts[2].size(), score).ec == std::errc();
    if (has_score) {
      pairs.push_back({std::string(parts[0]), std::string(parts[1]), score});
    } else if (!heading) {
      throw input_error(fmt::format("{}:{}", path.string(), number), "expected two words and a score",
                        "separate them by tabs");
    }
    heading = false;
  });
  if (pairs.empty())
    throw input_error(path.string(), "expected lines of two words and a score, found none", "name another file");
  return pairs;
}

SimilarityReport evaluate_similarity(const WordVectors& vectors, const std::filesystem::path& file) {
  SimilarityReport report;
  std::vector<double> cosines, scores;
  std::set<std::string> unknown;
  for (const auto& [first, second, score] : read_scored_pairs(file)) {
    const auto a = vectors.find(first), b = vectors.find(second);
    if (!a) unknown.insert(first);
    if (!b) unknown.insert(second);
    if (!a || !b) {
      ++report.missing;
      continue;
    }
    cosines.push_back(vectors.cosine(*a, *b));
    scores.push_back(score);
  }
  report.found = scores.size();
  report.unknown_words.assign(unknown.begin(), unknown.end());
  if (report.found < 2) {
    throw input_error(file.string(),
                      fmt::format("{} of its pairs have two known words, expected 2 or more", report.found),
                      "train on more text, or lower data.min_count");
  }
  report.spearman = spearman(cosines, scores);
  report.pearson = fit_line(cosines, scores).correlation;
  return report;
}

}  // namespace rowgrad
