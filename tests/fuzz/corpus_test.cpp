// The fuzzers' seeds and all inputs that were ever a finding, as ordinary cases.
#include <map>

#include "core/error.hpp"
#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/fuzz/targets.hpp"

namespace rowgrad {
namespace {

// How many files of a corpus a target accepts and refuses; it fails by doing neither.
std::pair<int, int> run_corpus(fuzz::Target& target, const std::filesystem::path& folder) {
  int accepted = 0, refused = 0;
  for (const auto& file : std::filesystem::directory_iterator(folder)) {
    INFO(file.path().string());
    try {
      target(TextFile(file.path()).bytes());
      ++accepted;
    } catch (const Error& e) {
      CHECK(e.exit_code() == 2);
      ++refused;
    }
  }
  return {accepted, refused};
}

TEST_CASE("each fuzzer's corpus has files that are accepted and files that are refused, and no third kind") {
  const std::map<std::string, fuzz::Target*> targets{{"config", fuzz::config},
                                                     {"graph", fuzz::graph},
                                                     {"safetensors", fuzz::safetensors},
                                                     {"npy", fuzz::npy},
                                                     {"word_vectors", fuzz::word_vectors},
                                                     {"labelled_text", fuzz::labelled_text},
                                                     {"vocabulary", fuzz::vocabulary},
                                                     {"checkpoint", fuzz::checkpoint}};
  for (const auto& [name, target] : targets) {
    INFO(name);
    const auto [accepted, refused] = run_corpus(*target, ROWGRAD_SOURCE_DIR "/tests/fuzz/corpus/" + name);
    CHECK(accepted > 0);
    CHECK(refused > 0);
  }
}

}  // namespace
}  // namespace rowgrad
