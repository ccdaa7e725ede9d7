#include "run/run_folder.hpp"

#include "core/error.hpp"
#include "run/marker.hpp"
#include "run/run_lock.hpp"
#include "tests/catch.hpp"
#include "tests/temporary_folder.hpp"

namespace rowgrad {
namespace {

using Kind = FolderContents::Kind;

constexpr const char* config = R"({"format": 1, "data": {"task": "lm"}, "model": []})";

TEST_CASE("a folder that holds anything of somebody else is refused, with or without --overwrite") {
  const TemporaryFolder folder;
  const std::string file = GENERATE("model.safetensors", "notes.txt", ".hidden", "config.json");
  folder.write(file, "mine");
  CHECK(look_into(folder.path()).kind == Kind::foreign);
  CHECK_THROWS_WITH(require_available(folder.path(), false), Catch::Contains(file));
  CHECK_THROWS_WITH(require_available(folder.path(), true), Catch::Contains(file));
}

TEST_CASE("a place that is missing or empty is available") {
  const TemporaryFolder folder;
  CHECK_NOTHROW(require_available(folder.path(), false));
  CHECK_NOTHROW(require_available(folder / "missing", false));
  folder.write(RunLock::file_name, "12345\n");  // of a process that was killed at once
  CHECK_NOTHROW(require_available(folder.path(), false));
  folder.write("file", "mine");
  CHECK_THROWS_WITH(require_available(folder / "file", false), Catch::Contains("--out"));
}

TEST_CASE("a marked folder without checkpoint and model has only begun, with one it is a run") {
  const TemporaryFolder folder;
  write_marker(folder.path(), {run_file_names()});
  folder.write("config.json", config);
  CHECK_NOTHROW(require_available(folder.path(), false));
  folder.write("model.safetensors", "");
  CHECK_THROWS_WITH(require_available(folder.path(), false), Catch::Contains("already holds a run"));
  CHECK_NOTHROW(require_available(folder.path(), true));
}

TEST_CASE("a run of version 0.1 is known by its config and by the names of all its files") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "checkpoint");
  for (const char* file : {"vocab.txt", "metrics.jsonl", "model.safetensors", "checkpoint/state.safetensors.tmp"})
    folder.write(file, "");
  CHECK(look_into(folder.path()).kind == Kind::foreign);
  folder.write("config.json", config);
  CHECK(look_into(folder.path()).kind == Kind::run);
  folder.write("checkpoint/x.pt", "mine");
  CHECK(look_into(folder.path()).found == "checkpoint/x.pt");
}

TEST_CASE("clearing removes what the marker lists, what a crash left of it, and nothing else") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "checkpoint");
  write_marker(folder.path(), {{"config.json", "checkpoint/state.safetensors"}});
  for (const char* file : {"config.json", "config.json.tmp-12-0", "checkpoint/state.safetensors.tmp-12-1"})
    folder.write(file, "ours");
  for (const char* file :
       {"summary.json", "summary.json.tmp-12-0", "notes.txt", "config.json.tmp-mine", "checkpoint/x.pt"})
    folder.write(file, "mine");
  clear_run(folder.path());
  for (const char* file :
       {"config.json", "config.json.tmp-12-0", "checkpoint/state.safetensors.tmp-12-1", Marker::file_name})
    CHECK_FALSE(std::filesystem::exists(folder / file));
  for (const char* file :
       {"summary.json", "summary.json.tmp-12-0", "notes.txt", "config.json.tmp-mine", "checkpoint/x.pt"})
    CHECK(std::filesystem::exists(folder / file));
}

TEST_CASE("clearing removes the snapshots that the marker lists, and their folder when it is empty") {
  const TemporaryFolder folder;
  std::filesystem::create_directory(folder / "snapshots");
  write_marker(folder.path(), {{snapshot_name(0), snapshot_name(1)}});
  for (const char* file : {"snapshots/000000.safetensors", "snapshots/000001.safetensors.tmp-12-1"})
    folder.write(file, "ours");
  const bool strange = GENERATE(true, false);
  if (strange) {
    for (const char* file : {"snapshots/000002.safetensors", "snapshots/notes.txt"}) folder.write(file, "mine");
  }
  clear_run(folder.path());
  CHECK_FALSE(std::filesystem::exists(folder / "snapshots/000000.safetensors"));
  CHECK_FALSE(std::filesystem::exists(folder / "snapshots/000001.safetensors.tmp-12-1"));
  CHECK(std::filesystem::exists(folder / "snapshots/000002.safetensors") == strange);
  CHECK(std::filesystem::exists(folder / "snapshots/notes.txt") == strange);
  CHECK(std::filesystem::exists(folder / "snapshots") == strange);
}

TEST_CASE("a stranger's marker names nothing but a run's files") {
  const TemporaryFolder folder;
  folder.write("precious", "mine");
  std::filesystem::create_directory(folder / "run");
  folder.write("run/x", "mine");
  folder.write("run/.rowgrad.json",
               R"({"format": 1, "files": ["../precious", "snapshots/../x", "x", "/etc/passwd", "config.json"]})");
  CHECK(read_marker(folder / "run")->files == std::vector<std::string>{"config.json"});
  clear_run(folder / "run");
  CHECK(std::filesystem::exists(folder / "precious"));
  CHECK(std::filesystem::exists(folder / "run/x"));
  for (const char* text : {"", "[]", R"({"format": 2, "files": []})", R"({"format": 1})",
                           R"({"format": 1, "files": [], "incoming": {"from": "..", "files": []}})"}) {
    folder.write("run/.rowgrad.json", text);
    CHECK_FALSE(read_marker(folder / "run"));
    CHECK(look_into(folder / "run").kind == Kind::foreign);
  }
}

}  // namespace
}  // namespace rowgrad
