// Right input that cannot be carried out: places and disks that cannot be written, losses that are not finite.
#include "tests/cli/workplace.hpp"

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

}  // namespace
}  // namespace rowgrad
