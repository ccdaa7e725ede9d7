// The program printed in docs/library.md is library.inc of this folder, and does what the page says.
#include <filesystem>
#include <iostream>
#include <regex>
#include <sstream>

#include "core/text_file.hpp"
#include "models/sentiment/classifier.hpp"
#include "session/train.hpp"
#include "session/trained_model.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace library_page {
#define main library_main
#include "tests/docs/library.inc"
#undef main
}  // namespace library_page

namespace rowgrad {
namespace {

// Runs the page's program; returns what it prints.
std::string printed(std::ostream& stream, int& exit_code, std::string config, std::string folder) {
  std::string name = "mine";
  char* arguments[] = {name.data(), config.data(), folder.data()};
  const std::ostringstream text;
  std::streambuf* const before = stream.rdbuf(text.rdbuf());
  exit_code = library_page::library_main(3, arguments);
  stream.rdbuf(before);
  return text.str();
}

TEST_CASE("the program printed in docs/library.md trains and predicts, or says what is wrong") {
  const TemporaryFolder folder;
  int exit_code = -1;
  const std::string run = (folder / "run").string();
  const std::string out = printed(std::cout, exit_code, ROWGRAD_SOURCE_DIR "/configs/sentiment.json", run);
  CHECK(exit_code == 0);
  CHECK_THAT(out, Catch::StartsWith("epoch 1: ") && Catch::Contains("\nepoch 3: ") &&
                      Catch::Contains("\nnot bad: positive 0.") && Catch::Contains("\nnot good: negative 0."));
  CHECK_THAT(printed(std::cerr, exit_code, "no/such.json", run), Catch::Contains("no/such.json"));
  CHECK(exit_code == 2);
}

TEST_CASE("the program printed in docs/library.md is the one the tests compile, and the headers it names exist") {
  const TextFile page(ROWGRAD_SOURCE_DIR "/docs/library.md"), source(ROWGRAD_SOURCE_DIR "/tests/docs/library.inc");
  const std::string text(page.text());
  CHECK(text.find("\n\n" + std::string(source.text()) + "```\n") != std::string::npos);
  const std::regex include("#include <rowgrad/([^>]+)>");
  std::size_t found = 0;
  for (std::sregex_iterator it(text.begin(), text.end(), include), end; it != end; ++it, ++found) {
    const std::filesystem::path root = ROWGRAD_SOURCE_DIR;
    const std::string header = (*it)[1];
    INFO(header);
    CHECK((std::filesystem::exists(root / header) || std::filesystem::exists(root / "framework" / header)));
  }
  CHECK(found == 3);
}

}  // namespace
}  // namespace rowgrad
