// --resume, --overwrite and --init-from: what may be asked of a run that exists.
#include "tests/catch.hpp"
#include "tests/cli/long_run.hpp"

namespace rowgrad {
namespace {

TEST_CASE("a finished run resumes to itself, and to more epochs when asked") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  auto command = long_run("sentiment.json", run, "2");
  command.insert(command.end(), {"--set", "schedule.type=constant"});
  REQUIRE(run_command(command).code == 0);
  const std::string two = model(run), lines = metrics(run);
  REQUIRE(run_command({"train", "--resume", "--out", run}).code == 0);
  CHECK(model(run) == two);
  CHECK(metrics(run) == lines);

  const Finished more = run_command({"train", "--resume", "--out", run, "--set", "train.epochs=4"});
  INFO(more.err);
  REQUIRE(more.code == 0);
  CHECK(Json::parse(more.out)["epochs"] == 4);
  CHECK(metrics(run).starts_with(lines));
  const std::string straight = folder / "straight";
  auto four = long_run("sentiment.json", straight, "4");
  four.insert(four.end(), {"--set", "schedule.type=constant"});
  REQUIRE(run_command(four).code == 0);
  CHECK(model(run) == model(straight));
}

TEST_CASE("a resumed run keeps its config: only more epochs may be asked of it") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  REQUIRE(run_command(long_run("sentiment.json", run, "2")).code == 0);
  const std::string before = model(run);
  for (const std::vector<std::string>& more : {std::vector<std::string>{"--set", "optimizer.lr=0.5"},
                                               {"--set", "train.epochs=1"},
                                               {"--seed", "99"},
                                               {"--init-from", run},
                                               {"--set", "sizes.d=3"}}) {
    std::vector<std::string> command{"train", "--resume", "--out", run};
    command.insert(command.end(), more.begin(), more.end());
    const Finished finished = run_command(command);
    INFO(more[1] << ": " << finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find("resumed run") != std::string::npos);
  }
  CHECK(model(run) == before);
  // The command that began the run may be repeated as it was.
  auto again = long_run("sentiment.json", run, "2");
  again.push_back("--resume");
  CHECK(run_command(again).code == 0);
  CHECK(model(run) == before);
}

TEST_CASE("an existing run is not touched without --resume or --overwrite") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  REQUIRE(run_command(long_run("sentiment.json", run, "1")).code == 0);
  const std::string before = model(run);
  const Finished refused = run_command(long_run("sentiment.json", run, "2"));
  CHECK(refused.code == 2);
  CHECK(refused.err.find("--resume") != std::string::npos);
  CHECK(refused.err.find("--overwrite") != std::string::npos);
  CHECK(model(run) == before);

  folder.write("run/notes.txt", "mine");
  auto wrong = long_run("sentiment.json", run, "2");
  wrong.insert(wrong.end(), {"--overwrite", "--set", "data.train=/nowhere.tsv"});
  CHECK(run_command(wrong).code == 2);
  CHECK(model(run) == before);  // wrong input replaces nothing

  auto replace = long_run("sentiment.json", run, "2");
  replace.push_back("--overwrite");
  REQUIRE(run_command(replace).code == 0);
  CHECK(model(run) != before);
  CHECK(read_text(run + "/notes.txt") == "mine");
}

TEST_CASE("a run that is finished early is given no data, and what is wrong is said of --finish") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  REQUIRE(run_command(long_run("sentiment.json", run, "1")).code == 0);
  for (const std::string flag : {"--data", "--dev", "--test"}) {
    const Finished refused = run_command({"train", "--finish", "--out", run, flag, folder / "other.tsv"});
    INFO(refused.err);
    CHECK(refused.code == 2);
    CHECK(refused.err.starts_with("error: --finish: cannot be combined with --data"));
  }
  const Finished finished = run_command({"train", "--finish", "--out", run, "--quiet"});
  CHECK(finished.code == 2);
  CHECK(finished.err.starts_with("error: --finish: "));
}

TEST_CASE("resuming needs a run that can be resumed") {
  const TemporaryFolder folder;
  const std::string run = folder / "run";
  const Finished none = run_command({"train", "--resume", "--out", run});
  CHECK(none.code == 2);
  CHECK(none.err.find("holds no run") != std::string::npos);

  folder.write("train.tsv", "good\ta\nbad\tb\n");
  auto command = long_run("sentiment.json", run, "1");
  command.insert(command.end(), {"--set", "data.train=" + (folder / "train.tsv").string(), "--set", "data.test="});
  REQUIRE(run_command(command).code == 0);
  folder.write("train.tsv", "good\ta\nbad\tb\ngood bad good\ta\n");
  const Finished changed = run_command({"train", "--resume", "--out", run});
  INFO(changed.err);
  CHECK(changed.code == 2);
  CHECK(changed.err.find("changed") != std::string::npos);
  std::filesystem::remove(folder / "train.tsv");
  const Finished moved = run_command({"train", "--resume", "--out", run});
  INFO(moved.err);
  CHECK(moved.code == 2);
  CHECK(moved.err.find("train.tsv") != std::string::npos);
  // Queries need no data.
  CHECK(run_command({"rowgrad", "predict", run, "--text", "good"}).code == 0);

  const std::string no_tensors("\x08\0\0\0\0\0\0\0{}      ", 16), cut_off("\xff\0\0\0\0\0\0\0{}      ", 16);
  for (const std::string& damage : {std::string(), std::string("garbage"), no_tensors, cut_off}) {
    folder.write("run/checkpoint/state.safetensors", damage);
    folder.write("train.tsv", "good\ta\nbad\tb\n");
    const Finished damaged = run_command({"train", "--resume", "--out", run});
    INFO(damaged.err);
    CHECK(damaged.code == 2);
    CHECK(damaged.err.find("state.safetensors") != std::string::npos);
  }
  std::filesystem::remove(run + "/checkpoint/state.safetensors");
  const Finished gone = run_command({"train", "--resume", "--out", run});
  CHECK(gone.code == 2);
  CHECK(gone.err.find("--overwrite") != std::string::npos);
}

TEST_CASE("a run with --init-from starts from another run's parameters by name") {
  const TemporaryFolder folder;
  const std::string first = folder / "first", second = folder / "second", other = folder / "other";
  REQUIRE(run_command(long_run("sentiment.json", first, "1")).code == 0);
  auto command = long_run("sentiment.json", second, "0");
  command.insert(command.end(), {"--init-from", first, "--seed", "77"});
  REQUIRE(run_command(command).code == 0);
  CHECK(model(second) == model(first));

  auto mismatch = long_run("sentiment.json", other, "1");
  mismatch.insert(mismatch.end(), {"--init-from", first, "--set", "sizes.d=3"});
  const Finished refused = run_command(mismatch);
  INFO(refused.err);
  CHECK(refused.code == 2);
  CHECK(refused.err.find("embed.weight") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(other));

  auto missing = long_run("sentiment.json", other, "1");
  missing.insert(missing.end(), {"--init-from", folder / "nowhere"});
  const Finished nowhere = run_command(missing);
  CHECK(nowhere.code == 2);
  CHECK(nowhere.err.find("nowhere") != std::string::npos);
  CHECK_FALSE(std::filesystem::exists(other));
}

}  // namespace
}  // namespace rowgrad
