// --overwrite from inside: a new run that fails, before or after its first checkpoint, and one that does not.
#include "core/text_file.hpp"
#include "tests/catch.hpp"
#include "tests/trained.hpp"

namespace rowgrad {
namespace {

// Has the run saved after step 5, if asked to, and breaks it after step 10.
class Saboteur : public RunObserver {
 public:
  explicit Saboteur(bool saves) : saves_(saves) {}
  Wish progressed(const RunProgress& progress) override {
    if (progress.step == 10) throw run_error("test", "broken");
    return saves_ && progress.step == 5 ? Wish::save : Wish::go_on;
  }
  void note(const std::string& text) override { notes += text; }

  std::string notes;

 private:
  bool saves_;
};

std::string bytes(const std::filesystem::path& file) { return std::string(TextFile(file).bytes()); }

TEST_CASE("a new run that fails leaves the one before as it was, and its own checkpoint if it has one") {
  const TemporaryFolder folder;
  const std::filesystem::path out = folder / "run";
  RunObserver nobody;
  train(shipped_spec("sentiment", {"train.epochs=1"}), {out}, nobody);
  const std::string model = bytes(out / "model.safetensors"), config = bytes(out / "config.json");
  const bool saves = GENERATE(true, false);
  const RunSpec spec = shipped_spec("sentiment", {"train.epochs=1", "seed=3"});
  Saboteur saboteur(saves);
  CHECK_THROWS_WITH(train(spec, {out, {}, true}, saboteur), Catch::Contains("broken"));
  CHECK(bytes(out / "model.safetensors") == model);
  CHECK(bytes(out / "config.json") == config);
  std::filesystem::path failed;
  for (const auto& entry : std::filesystem::directory_iterator(out)) {
    const std::string name = entry.path().filename().string();
    CHECK_FALSE(name.starts_with(".new-"));
    CHECK(name != ".rowgrad.lock");
    if (name.starts_with("failed-")) failed = entry.path();
  }
  CHECK(failed.empty() != saves);
  if (!saves) return;
  CHECK(saboteur.notes.find(failed.string()) != std::string::npos);
  CHECK(resume(spec, failed, nobody));
  train(spec, {folder / "straight"}, nobody);
  CHECK(bytes(failed / "model.safetensors") == bytes(folder / "straight/model.safetensors"));
}

TEST_CASE("a run that fails before its first checkpoint leaves nothing, and after it a run to resume") {
  const TemporaryFolder folder;
  const RunSpec spec = shipped_spec("sentiment", {"train.epochs=1"});
  Saboteur early(false), late(true);
  CHECK_THROWS_AS(train(spec, {folder / "run"}, early), Error);
  CHECK_FALSE(std::filesystem::exists(folder / "run"));
  CHECK_THROWS_AS(train(spec, {folder / "run"}, late), Error);
  RunObserver nobody;
  CHECK(resume(spec, folder / "run", nobody));
}

TEST_CASE("an existing run is replaced only if that is asked for") {
  const TemporaryFolder folder;
  RunObserver nobody;
  train(shipped_spec("sentiment", {"train.epochs=1"}), {folder / "run"}, nobody);
  const RunSpec other = shipped_spec("bigram", {"train.epochs=0"});
  CHECK_THROWS_WITH(train(other, {folder / "run"}, nobody), Catch::Contains("already holds a run"));
  CHECK(train(other, {folder / "run", {}, true}, nobody));
  CHECK_FALSE(std::filesystem::exists(folder / "run/labels.txt"));
}

}  // namespace
}  // namespace rowgrad
