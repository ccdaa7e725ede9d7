// The pages promise only what exists: files they link to, configs they run, tests they name. And what exists is told:
// every config and every command.
#include <algorithm>
#include <filesystem>
#include <fstream>
#include <regex>
#include <sstream>

#include "tests/catch.hpp"
#include "tests/docs/command_words.hpp"
#include "tests/docs/page.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;
const fs::path root = ROWGRAD_SOURCE_DIR;

std::string read(const fs::path& file) {
  std::stringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

std::vector<fs::path> pages() {
  std::vector<fs::path> pages{root / "README.md"};
  for (const char* folder : {"docs", "models", "data"}) {
    for (const auto& entry : fs::recursive_directory_iterator(root / folder)) {
      if (entry.path().extension() == ".md") pages.push_back(entry.path());
    }
  }
  return pages;
}

std::vector<std::string> matches(const std::string& text, const char* pattern) {
  std::vector<std::string> found;
  const std::regex expression(pattern);
  for (std::sregex_iterator it(text.begin(), text.end(), expression), end; it != end; ++it) found.push_back((*it)[1]);
  return found;
}

}  // namespace

TEST_CASE("every link between pages leads to a file") {
  for (const fs::path& page : pages()) {
    for (const std::string& target : matches(read(page), R"(\]\(([^)#:]+)(?:#[^)]*)?\))")) {
      INFO(page << " links to " << target);
      CHECK(fs::exists(page.parent_path() / target));
    }
  }
}

TEST_CASE("every config a page names exists") {
  for (const fs::path& page : pages()) {
    for (const std::string& config : matches(read(page), R"(\b(configs/\w+\.json))")) {
      INFO(page << " names " << config);
      CHECK(fs::exists(root / config));
    }
  }
}

TEST_CASE("every config is named on a page") {
  std::string text;
  for (const fs::path& page : pages()) text += read(page);
  for (const auto& entry : fs::directory_iterator(root / "configs")) {
    const std::string name = entry.path().filename();
    INFO(name);
    CHECK((name == "schema.json" || text.find("`" + name) != std::string::npos ||
           text.find("configs/" + name) != std::string::npos));
  }
}

TEST_CASE("every command in a page's prose stands in a block of some page, and is thereby run or marked") {
  std::vector<std::string> commands;
  for (const fs::path& page : pages()) {
    for (const PageCommand& command : read_page(read(page)).commands) commands.push_back(plain_command(command.text));
  }
  for (const fs::path& page : pages()) {
    for (const PageCommand& mention : read_page(read(page)).mentions) {
      INFO(page << ":" << mention.line << ": " << mention.text);
      const std::string plain = plain_command(mention.text);
      CHECK(std::any_of(commands.begin(), commands.end(),
                        [&](const std::string& command) { return command.find(plain) != std::string::npos; }));
    }
  }
}

TEST_CASE("every test that a page names exists") {
  std::string sources;
  for (const auto& entry : fs::recursive_directory_iterator(root / "tests")) {
    if (entry.path().extension() == ".cpp") sources += read(entry.path());
  }
  const std::string broken = "TEST_CASE(\n    \"", whole = "TEST_CASE(\"";  // a long name begins a line of its own
  for (std::size_t at = 0; (at = sources.find(broken, at)) != std::string::npos;)
    sources.replace(at, broken.size(), whole);
  std::vector<std::string> names;
  for (const fs::path& page : pages()) {
    for (std::string& name : matches(read(page), R"re(test "([^"]+)")re")) names.push_back(std::move(name));
  }
  CHECK(names.size() >= 60);
  for (const std::string& name : names) {
    INFO("\"" << name << "\"");
    CHECK(sources.find("TEST_CASE(\"" + name + "\"") != std::string::npos);
  }
}

}  // namespace rowgrad
