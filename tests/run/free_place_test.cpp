#include "run/free_place.hpp"

#include "core/error.hpp"
#include "run/marker.hpp"
#include "run/run_lock.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

void write_run(const TemporaryFolder& folder, const std::string& name, const std::string& file) {
  std::filesystem::create_directories(folder / (name + "/checkpoint"));
  write_marker(folder / name, {run_file_names()});
  folder.write(name + "/" + file, "");
}

TEST_CASE("the first place that holds no run and nothing of others is free") {
  const TemporaryFolder folder;
  const auto base = folder / "run";
  CHECK(free_place(base).out == base);
  write_run(folder, "run", "metrics.jsonl");  // only begun: it can be started again
  CHECK(free_place(base).out == base);
  write_run(folder, "run", "model.safetensors");
  CHECK(free_place(base).out == folder / "run-2");
  std::filesystem::create_directory(folder / "run-2");
  CHECK(free_place(base).out == folder / "run-2");
  folder.write("run-2/notes.txt", "mine");
  folder.write("run-3", "a file");
  CHECK(free_place(base).out == folder / "run-4");
  CHECK_FALSE(free_place(base).unfinished);
}

TEST_CASE("a place that a process is writing is taken, and an unfinished run that is passed over is named") {
  const TemporaryFolder folder;
  const auto base = folder / "run";
  write_run(folder, "run", "checkpoint/state.safetensors");
  CHECK(free_place(base).out == folder / "run-2");
  CHECK(free_place(base).unfinished == base);
  const RunLock first(base), second(folder / "run-2");
  CHECK(free_place(base).out == folder / "run-3");
  CHECK_FALSE(free_place(base).unfinished);  // somebody is at it
}

}  // namespace
}  // namespace rowgrad
