// Snapshots on a disk that is full, of a table that is large, and of words that are not there.
#include "tests/cli/workplace.hpp"
#include "tests/sanitized.hpp"

namespace rowgrad {
namespace {

namespace fs = std::filesystem;

TEST_CASE("a word of snapshot_words that the data has not is refused") {
  const Workplace place;
  Json config = good_config();
  config["train"]["snapshots"] = 2;
  config["train"]["snapshot_words"] = {"film", "zebra"};
  check_refused(place, place.train(config), {"/train/snapshot_words", "\"zebra\"", "vocab.txt"});
}

TEST_CASE("a disk that is full when a snapshot is due ends the run, which goes on from its checkpoint") {
  if (sanitized) return;  // ThreadSanitizer maps files of its own, which the limit cuts short
  std::string data;
  for (int i = 0; i < 64; ++i) data += good_data;
  const Workplace place(data);
  Json config = good_config();
  config["train"] = {{"epochs", 1}, {"batch_size", 2}, {"snapshots", 3}, {"checkpoint_seconds", 0}};
  config["model"][0]["dim"] = 4000;
  const auto train = [&](const std::vector<std::string>& command, std::size_t largest) {
    std::vector<std::string> all{"train", "--out", place.out, "--quiet"};
    all.insert(all.end(), command.begin(), command.end());
    return run_command(all, {.largest_file = largest});
  };
  place.folder.write("config.json", config.dump());
  const Finished first = train({"--config", place.config}, 20000);
  INFO(first.err);
  CHECK(first.code == 1);
  CHECK(first.err.find("snapshots/000000.safetensors: cannot be written") != std::string::npos);
  CHECK_FALSE(fs::exists(place.out));

  // With a checkpoint there, and no room for the next snapshot.
  REQUIRE(train({"--config", place.config}, 0).code == 0);
  const std::string model = read_text(place.out + "/model.safetensors"),
                    last = read_text(place.out + "/snapshots/000002.safetensors");
  fs::remove(place.out + "/model.safetensors");
  fs::remove(place.out + "/snapshots/000002.safetensors");
  const Finished full = train({"--resume"}, 20000);
  INFO(full.err);
  CHECK(full.code == 1);
  CHECK(full.err.find("snapshots/000002.safetensors: cannot be written") != std::string::npos);
  CHECK(train({"--resume"}, 0).code == 0);
  CHECK(read_text(place.out + "/model.safetensors") == model);
  CHECK(read_text(place.out + "/snapshots/000002.safetensors") == last);
}

TEST_CASE("snapshots of a large table take the memory of their rows and not of the table") {
  if (sanitized) return;
  const Workplace place;
  Json config = good_config();
  config["data"]["ngrams"] = 2;
  config["data"]["buckets"] = 1'000'000;
  config["model"][0]["dim"] = 16;  // 64 MB
  config["optimizer"] = {{"type", "SGD"}, {"lr", 0.1}, {"weight_decay", 0.01}, {"rows", "exact"}};
  config["train"] = {{"epochs", 20}, {"checkpoint_seconds", 1000}, {"snapshots", 0}};
  const Finished without = place.train(config);
  INFO(without.err);
  REQUIRE(without.code == 0);
  config["train"]["snapshots"] = 10;
  const Finished with = place.train(config, {"--overwrite"});
  INFO(with.err);
  REQUIRE(with.code == 0);
  CHECK(fs::exists(place.out + "/snapshots/000009.safetensors"));
  CHECK(with.peak_bytes < without.peak_bytes + (std::size_t{8} << 20));
}

}  // namespace
}  // namespace rowgrad
