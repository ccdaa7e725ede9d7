// Right input that cannot be carried out: places and disks that cannot be written, losses that are not finite.
#include "tests/cli/workplace.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

TEST_CASE("an output place that cannot be written is refused") {
  Workplace place;
  place.folder.write("file", "not a folder");
  const Json config = good_config();
  for (const std::string& out :
       {(place.folder / "file/run").string(), std::string("/proc/run"), (place.folder / "file").string()}) {
    place.out = out;
    const Finished finished = place.train(config);
    INFO(finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find(out) != std::string::npos);
    CHECK(finished.err.find("--out") != std::string::npos);
    CHECK_FALSE(std::filesystem::is_directory(out));
  }
  CHECK(read_text(place.folder / "file") == "not a folder");
}

TEST_CASE("a full disk exits 1 and leaves no half-written run") {
  if (sanitized) return;  // ThreadSanitizer maps files of its own, which the limit cuts short
  const Workplace place;
  Json config = good_config();
  config["model"][0]["dim"] = 4000;
  place.folder.write("config.json", config.dump());
  const Finished finished =
      run_command({"train", "--config", place.config, "--out", place.out, "--quiet"}, {.largest_file = 20000});
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(finished.err.find("cannot be written") != std::string::npos);
  CHECK(std::count(finished.err.begin(), finished.err.end(), '\n') == 1);
  CHECK_FALSE(std::filesystem::exists(place.out));
}

TEST_CASE("results that cannot be written exit 1") {
  const Finished finished = run_command({"rowgrad", "schema"}, {.out = "/dev/full"});
  CHECK(finished.code == 1);
  CHECK(finished.err.find("No space left") != std::string::npos);
}

TEST_CASE("a loss that is not finite exits 1 and says what to do") {
  const Workplace place;
  Json config = good_config();
  config["optimizer"]["lr"] = 1e38;
  config["train"]["epochs"] = 50;
  const Finished finished = place.train(config);
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(finished.err.find("optimizer.lr") != std::string::npos);
}

TEST_CASE("a run that fails early leaves a stranger's files alone, with --overwrite too") {
  const Workplace place;
  std::filesystem::create_directories(place.folder / "run/checkpoint");
  place.folder.write("run/checkpoint/x.pt", "mine");
  place.folder.write("run/model.safetensors", "mine");
  for (const std::vector<std::string>& flags : {std::vector<std::string>{}, {"--overwrite"}}) {
    const Finished finished = place.train(good_config(), flags);
    INFO(finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find("checkpoint/x.pt") != std::string::npos);
    CHECK(read_text(place.folder / "run/checkpoint/x.pt") == "mine");
    CHECK(read_text(place.folder / "run/model.safetensors") == "mine");
    CHECK(std::distance(std::filesystem::directory_iterator(place.out), {}) == 2);
  }
}

TEST_CASE("a failed --overwrite leaves the run before as it was") {
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  place.folder.write("run/notes.txt", "mine");
  const std::string model = read_text(place.out + "/model.safetensors"), config = read_text(place.out + "/config.json");
  Json diverges = good_config();
  diverges["optimizer"]["lr"] = 1e38;
  diverges["train"]["epochs"] = 50;
  const auto entries = [&] { return std::distance(std::filesystem::directory_iterator(place.out), {}); };
  const auto before = entries();
  const Finished finished = place.train(diverges, {"--overwrite"});
  INFO(finished.err);
  CHECK(finished.code == 1);
  CHECK(read_text(place.out + "/model.safetensors") == model);
  CHECK(read_text(place.out + "/config.json") == config);
  CHECK(read_text(place.out + "/notes.txt") == "mine");
  CHECK(entries() == before);
  CHECK(run_command({"train", "--resume", "--out", place.out}).code == 0);
}

TEST_CASE("data inside --out is refused, because the run could overwrite it") {
  const Workplace place;
  std::filesystem::create_directories(place.out);
  place.folder.write("run/vocab.txt", good_data);
  for (const std::string& out : {place.out, place.out + "/", place.folder.path().string(), place.out + "/../run"}) {
    const Finished finished = run_command({"train", "--config", place.folder.write("config.json", good_config().dump()),
                                           "--out", out, "--set", "data.train=" + place.out + "/vocab.txt"});
    INFO(finished.err);
    CHECK(finished.code == 2);
    CHECK(finished.err.find("vocab.txt") != std::string::npos);
    CHECK(read_text(place.out + "/vocab.txt") == good_data);
  }
}

}  // namespace
}  // namespace rowgrad
