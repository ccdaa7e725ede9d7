#include "run/replacement.hpp"

#include "core/atomic_file.hpp"
#include "run/marker.hpp"
#include "tests/catch.hpp"
#include "tests/cli/process.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;

// An old run with a model and word vectors, a file of its owner's, and a new run that has a checkpoint only.
struct Folders {
  TemporaryFolder folder;
  fs::path out = folder / "run", fresh;

  explicit Folders(bool marked = true) {
    fs::create_directories(out / "checkpoint");
    for (const char* file : {"config.json", "model.safetensors", "embeddings.bin", "checkpoint/state.safetensors"})
      folder.write(std::string("run/") + file, "old");
    folder.write("run/notes.txt", "mine");
    if (marked)
      write_marker(out, {{"config.json", "model.safetensors", "embeddings.bin", "checkpoint/state.safetensors"}});
    fresh = make_replacement(out);
    fs::create_directories(fresh / "checkpoint");
    write_marker(fresh, {{"config.json", "model.safetensors", "metrics.jsonl", "checkpoint/state.safetensors"}});
    for (const char* file : {"config.json", "metrics.jsonl", "checkpoint/state.safetensors"})
      folder.write((fs::path("run") / fresh.filename() / file).string(), "new");
  }

  void check_replaced() const {
    for (const char* file : {"config.json", "metrics.jsonl", "checkpoint/state.safetensors"})
      CHECK(read_text(out / file) == "new");
    CHECK_FALSE(fs::exists(out / "model.safetensors"));
    CHECK_FALSE(fs::exists(out / "embeddings.bin"));
    CHECK(read_text(out / "notes.txt") == "mine");
    CHECK_FALSE(fs::exists(fresh));
    const auto marker = read_marker(out);
    REQUIRE(marker);
    CHECK_FALSE(marker->incoming);
    CHECK(marker->files.size() == 4);
    CHECK_FALSE(needs_recovery(out));
  }
};

TEST_CASE("a new run takes the old one's place, and what is not rowgrad's stays") {
  const Folders folders(GENERATE(true, false));
  complete_replacement(folders.out, folders.fresh);
  folders.check_replaced();
}

TEST_CASE("a replacement that was killed half-way is made good") {
  const Folders folders;
  const auto name = folders.fresh.filename().string();
  write_marker(folders.out,
               {{"config.json", "model.safetensors", "embeddings.bin", "metrics.jsonl", "checkpoint/state.safetensors"},
                Marker::Incoming{name, {"config.json", "metrics.jsonl", "checkpoint/state.safetensors"}}});
  fs::rename(folders.fresh / "config.json", folders.out / "config.json");
  fs::remove(folders.out / "model.safetensors");
  CHECK(needs_recovery(folders.out));
  CHECK(finish_incoming(folders.out));
  folders.check_replaced();
}

TEST_CASE("a new run's snapshots take the place of the old one's, of which no more are left") {
  const Folders folders;
  const bool killed = GENERATE(false, true);
  const auto add = [&](const fs::path& run, const std::vector<std::string>& names, const std::string& text) {
    fs::create_directory(run / "snapshots");
    Marker marker = read_marker(run).value();
    for (const std::string& name : names) {
      write_atomically(run / name, text);
      marker.files.push_back(name);
    }
    write_marker(run, marker);
  };
  add(folders.out, {snapshot_name(0), snapshot_name(1), snapshot_name(2)}, "old");
  add(folders.fresh, {snapshot_name(0), snapshot_name(1)}, "new");
  if (killed) {  // before anything was moved
    Marker marker = read_marker(folders.out).value();
    marker.files.push_back("metrics.jsonl");
    marker.incoming = {
        folders.fresh.filename().string(),
        {"config.json", "metrics.jsonl", "checkpoint/state.safetensors", snapshot_name(0), snapshot_name(1)}};
    write_marker(folders.out, marker);
    CHECK(finish_incoming(folders.out));
  } else {
    complete_replacement(folders.out, folders.fresh);
  }
  CHECK(read_text(folders.out / snapshot_name(0)) == "new");
  CHECK(read_text(folders.out / snapshot_name(1)) == "new");
  CHECK_FALSE(fs::exists(folders.out / snapshot_name(2)));
  CHECK_FALSE(fs::exists(folders.fresh));
}

TEST_CASE("a new run that was killed goes on if it has a checkpoint, and is removed if not") {
  const Folders folders;
  const bool saved = GENERATE(true, false);
  if (!saved) fs::remove(folders.fresh / "checkpoint/state.safetensors");
  CHECK(needs_recovery(folders.out));
  CHECK(recover_replacement(folders.out) == saved);
  if (saved) return folders.check_replaced();
  CHECK(read_text(folders.out / "model.safetensors") == "old");
  CHECK_FALSE(fs::exists(folders.fresh));
}

TEST_CASE("a failed new run with a checkpoint is kept as a run of its own") {
  const Folders folders;
  const fs::path kept = keep_failed_replacement(folders.out, folders.fresh);
  CHECK(kept.filename().string().starts_with("failed-"));
  CHECK(read_text(kept / "checkpoint/state.safetensors") == "new");
  CHECK(read_text(folders.out / "checkpoint/state.safetensors") == "old");
  CHECK_FALSE(needs_recovery(folders.out));
}

TEST_CASE("only rowgrad's names are new runs") {
  CHECK(is_replacement_name(".new-12"));
  CHECK(is_replacement_name(".new-12-1"));
  for (const char* name : {"", ".new-", ".new-x", "..", ".new-1/..", "new-1"}) CHECK_FALSE(is_replacement_name(name));
}

}  // namespace
}  // namespace rowgrad
