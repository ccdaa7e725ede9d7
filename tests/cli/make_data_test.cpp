// The data that comes with the project is what its generator makes.
#include <filesystem>

#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {

TEST_CASE("data/make.py makes every data file of the project, byte by byte") {
  namespace fs = std::filesystem;
  const char* const python = "/usr/bin/python3";
  if (!fs::exists(python)) {  // nothing else needs it
    WARN("not tried: there is no " << python);
    return;
  }
  const TemporaryFolder folder;
  for (const auto& entry : fs::directory_iterator(source_file("data"))) {
    if (entry.path().extension() == ".py") fs::copy_file(entry.path(), folder / entry.path().filename().string());
  }
  REQUIRE(run_command({python, "-B", (folder / "make.py").string()}).code == 0);
  std::size_t compared = 0;
  for (const auto& entry : fs::directory_iterator(source_file("data"))) {
    const std::string extension = entry.path().extension().string();
    if (extension != ".txt" && extension != ".tsv") continue;
    INFO(entry.path());
    CHECK(read_text(folder / entry.path().filename().string()) == read_text(entry.path()));
    ++compared;
  }
  CHECK(compared >= 14);
}

}  // namespace rowgrad
