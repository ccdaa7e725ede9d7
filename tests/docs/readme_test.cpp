// The README's C++ is readme.inc of this folder, and its first answers are the model's; its config is the one in
// configs.
#include "core/text_file.hpp"
#include "models/sentiment/classifier.hpp"
#include "session/train.hpp"
#include "session/trained_model.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace readme_page {
#include "tests/docs/readme.inc"
}  // namespace readme_page

namespace {

TEST_CASE("the config that the README explains line by line is configs/sentiment.json") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/README.md"), config(ROWGRAD_SOURCE_DIR "/configs/sentiment.json");
  CHECK_THAT(std::string(page.text()), Catch::Contains("```json\n" + std::string(config.text()) + "```\n"));
}

TEST_CASE("the README's C++ is what the tests compile, and gives the answers that the README prints") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/README.md"), source(ROWGRAD_SOURCE_DIR "/tests/docs/readme.inc");
  const std::string text(page.text());
  CHECK(text.find("\n\n" + std::string(source.text()) + "```\n") != std::string::npos);
  const TemporaryFolder folder;
  const Matrix<float> p = readme_page::probabilities(ROWGRAD_SOURCE_DIR "/configs/sentiment.json", folder / "run",
                                                     {"what a lovely film", "the plot was dull", "not bad"});
  CHECK_THAT(text, Catch::Contains(fmt::format("\npositive\t{:.4f}", p(0, 0))) &&
                       Catch::Contains(fmt::format("\nnegative\t{:.4f}", p(1, 1))));
  CHECK(p(0, 0) > 0.5F);
  CHECK(p(1, 1) > 0.5F);
  CHECK(p(2, 1) > 0.5F);  // "Of not bad it says negative"
}

}  // namespace
}  // namespace rowgrad
