// A disk that fills up and memory that ends, at many points of a run. ROWGRAD_LIMITS=50 tries so many points.
#include <cstdlib>

#include "tests/cli/workplace.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

std::size_t points_wanted() {
  const char* const number = std::getenv("ROWGRAD_LIMITS");
  return number == nullptr ? 6 : static_cast<std::size_t>(std::atoi(number));
}

// An interrupted run of eight epochs, kept to be resumed under some limit.
struct Interrupted {
  Workplace place;
  std::string kept = (place.folder / "kept").string(), straight = (place.folder / "straight").string();

  Interrupted() {
    Json config = good_config();
    config["model"][0]["dim"] = 2000;
    config["optimizer"] = {{"type", "AdamW"}, {"lr", 0.01}};
    config["train"] = {{"epochs", 8}, {"checkpoint_seconds", 0}};
    REQUIRE(place.train(config).code == 0);
    std::filesystem::rename(place.out, straight);
    REQUIRE(place.train(config, {"--set", "train.epochs=4"}).code == 0);
    std::filesystem::rename(place.out, kept);
  }
  Finished resume(const std::string& out, const Process::Options& limits) const {
    return run_command({"train", "--resume", "--out", out, "--set", "train.epochs=8", "--threads", "1", "--quiet"},
                       limits);
  }
  // Resumes a copy under the limits; whatever happens, the copy can be resumed without them, to the same end.
  void check(const Process::Options& limits) const {
    std::filesystem::remove_all(place.out);
    std::filesystem::copy(kept, place.out, std::filesystem::copy_options::recursive);
    const Finished limited = resume(place.out, limits);
    INFO(limited.err);
    CHECK((limited.code == 0 || limited.code == 1 || limited.code == 2));
    if (limited.code != 0) {
      CHECK(limited.err.find("error: ") != std::string::npos);
      const Finished again = resume(place.out, {});
      INFO(again.err);
      CHECK(again.code == 0);
    }
    CHECK(read_text(place.out + "/model.safetensors") == read_text(straight + "/model.safetensors"));
  }
};

TEST_CASE("wherever a file cannot grow, the run ends with one message and its checkpoint can be resumed") {
  const Interrupted run;
  const std::size_t largest = std::filesystem::file_size(run.kept + "/checkpoint/state.safetensors") * 11 / 10;
  for (std::size_t point = 1; point <= points_wanted(); ++point) {
    CAPTURE(point);
    run.check({.largest_file = largest * point / points_wanted()});
  }
}

TEST_CASE("however little memory there is, the run ends with one message and its checkpoint can be resumed") {
  if (sanitized) return;  // that takes terabytes of addresses
  const Interrupted run;
  for (std::size_t point = 1; point <= points_wanted(); ++point) {
    CAPTURE(point);
    run.check({.address_space = (std::size_t{120} << 20) + point * (std::size_t{300} << 20) / points_wanted()});
  }
}

TEST_CASE("however little memory there is, a query answers or ends with one message") {
  if (sanitized) return;
  const Workplace place;
  REQUIRE(place.train(good_config()).code == 0);
  for (std::size_t megabytes = 110; megabytes <= 260; megabytes += 10) {
    CAPTURE(megabytes);
    const Finished finished =
        run_command({"rowgrad", "evaluate", place.out, "--threads", "1"}, {.address_space = megabytes << 20});
    constexpr int not_loaded = 127;  // by the system's loader
    CHECK((finished.code == 0 || finished.code == 1 || finished.code == not_loaded));
    if (finished.code == 1) CHECK_THAT(finished.err, Catch::StartsWith("error: "));
  }
}

}  // namespace
}  // namespace rowgrad
